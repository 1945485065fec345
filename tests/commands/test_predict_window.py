"""``predict``: which seconds are scored, and the beats as a table."""

import csv
import json

import pytest

from ecgkt.__main__ import main
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.simulate.example import simulate_example


@pytest.fixture
def long(tmp_path):
    record = simulate_example("normal", seed=0, duration=70.0)
    return write_wfdb(record, tmp_path, "long")


def test_asked_seconds_are_scored(long, tiny_model, capsys):
    words = ["predict", str(long), "--start", "42.5", "--json"]
    assert main([*words, "--model", str(tiny_model)]) == 0
    (reading,) = json.loads(capsys.readouterr().out)["readings"]
    assert reading["record"]["start_s"] == 42.5
    assert reading["record"]["start_reason"] == ""
    assert (
        "42.5–52.5 s of 70.0 s were scored and measured."
        in (reading["record"]["warnings"])
    )


def test_start_behind_the_end_is_an_error_of_that_file(long, tiny_model, capsys):
    words = ["predict", str(long), "--start", "61", "--model", str(tiny_model)]
    assert main(words) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "must begin at 0 to 60.0 s of this recording of 70.0 s; 61 s was" in err


@pytest.mark.parametrize("start", ["-1", "nan", "inf", "ten", ""])
def test_start_that_is_no_second_is_wrong_usage(start, long, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["predict", str(long), f"--start={start}"])
    assert "expected seconds from the beginning" in capsys.readouterr().err


def test_beats_of_the_whole_recording_become_a_table(
    long, tiny_model, tmp_path, capsys
):
    path = tmp_path / "beats.csv"
    words = ["predict", str(long), "--r-peaks", str(path), "--json"]
    assert main([*words, "--model", str(tiny_model)]) == 0
    (reading,) = json.loads(capsys.readouterr().out)["readings"]
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["time_s"]) for row in rows] == reading["trace"]["r_peaks"]
    assert float(rows[-1]["time_s"]) > 68
    assert rows[0]["rr_ms"] == ""
    assert int(rows[3]["sample"]) == round(float(rows[3]["time_s"]) * 500)


def test_table_is_of_one_recording(long, tmp_path, capsys):
    path = tmp_path / "beats.csv"
    assert main(["predict", str(long), str(long), "--r-peaks", str(path)]) == 2
    assert "name one FILE" in capsys.readouterr().err
    assert not path.exists()
