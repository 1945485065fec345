"""The command line: results on stdout, one line per failure on stderr, exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ecgkt.__main__ import main
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.pipeline.reader import Reader
from ecgkt.simulate.example import EXAMPLES, simulate_example

ROOT = Path(__file__).parents[1]


@pytest.fixture
def good(tmp_path):
    return write_wfdb(simulate_example("normal", seed=0, fs=500.0), tmp_path, "good")


def test_prediction_follows_the_contract(good, tiny_model, capsys):
    assert main(["predict", str(good), "--json", "--model", str(tiny_model)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "ecgkt.reading/1"
    assert document["errors"] == []
    (reading,) = document["readings"]
    assert set(reading) == {
        *("file", "intended_use", "record", "quality", "model", "diagnoses"),
        *("superclasses", "labs", "measurements", "findings"),
        *("measurement_details", "reading", "trace", "doubt", "fewer_leads"),
        "value_parts",
        "with_context",
    }
    assert len(reading["diagnoses"]) == 71
    assert set(reading["diagnoses"][0]) == {
        *("code", "name", "group", "probability", "threshold", "positive"),
        *("validated", "auroc", "auroc_ci"),
    }
    assert set(reading["record"]) == {
        *("id", "format", "fs", "duration_s", "leads", "derived_leads", "warnings"),
        *("derived_in_part", "age_years", "sex", "start_s", "start_reason"),
        "vendor",
    }


def test_either_file_of_a_pair_names_the_record(good, tiny_model, capsys):
    probabilities = []
    for path in (
        good.with_suffix(".hea"),
        good.with_suffix(".dat"),
        good.with_suffix(""),
    ):
        assert main(["predict", str(path), "--json", "--model", str(tiny_model)]) == 0
        (reading,) = json.loads(capsys.readouterr().out)["readings"]
        probabilities.append([one["probability"] for one in reading["diagnoses"]])
    assert probabilities[0] == probabilities[1] == probabilities[2]


@pytest.mark.parametrize("option", [[], ["--json"]])
def test_what_was_read_is_not_lost_when_a_later_file_fails(
    good, tiny_model, monkeypatch, capsys, option
):
    read, calls = Reader.read, []

    def fail_at_second(self, record, *, file="", start_s=None, is_adapted=False):
        calls.append(file)
        if len(calls) == 2:
            raise MemoryError("full")
        return read(self, record, file=file)

    monkeypatch.setattr(Reader, "read", fail_at_second)
    files = [str(good), str(good), str(good)]
    with pytest.raises(MemoryError, match="full"):
        main(["predict", *files, *option, "--model", str(tiny_model)])
    out = capsys.readouterr().out
    if option:
        assert len(json.loads(out)["readings"]) == 1
    assert out.count("good.hea") == 1


def test_nothing_is_printed_where_nothing_was_read(tmp_path, tiny_model, capsys):
    (tmp_path / "a.csv").write_bytes(b"%PDF-1.4 not a table")
    assert main(["predict", str(tmp_path / "a.csv"), "--model", str(tiny_model)]) == 1
    assert capsys.readouterr().out == ""


def test_file_is_named_as_it_was_typed(good, tiny_model, monkeypatch, capsys):
    monkeypatch.chdir(good.parent)
    words = ["./good.hea", f"../{good.parent.name}/good.hea", "good"]
    assert main(["predict", *words, "--json", "--model", str(tiny_model)]) == 0
    readings = json.loads(capsys.readouterr().out)["readings"]
    assert [reading["file"] for reading in readings] == words


def test_age_and_sex_may_be_stated(good, tiny_model, capsys):
    stated = ["--age", "41.5", "--sex", "female"]
    words = ["predict", str(good), *stated, "--json", "--model", str(tiny_model)]
    assert main(words) == 0
    (reading,) = json.loads(capsys.readouterr().out)["readings"]
    assert (reading["record"]["age_years"], reading["record"]["sex"]) == (
        41.5,
        "female",
    )


def test_broken_file_is_one_line_and_the_others_are_done(
    good, tiny_model, tmp_path, capsys
):
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"%PDF-1.4 not a table")
    words = ["predict", str(broken), str(good), "--json", "--model", str(tiny_model)]
    assert main(words) == 1
    out, err = capsys.readouterr()
    document = json.loads(out)
    assert [one["file"] for one in document["readings"]] == [str(good)]
    assert [one["file"] for one in document["errors"]] == [str(broken)]
    assert len(err.strip().splitlines()) == 1
    assert err.startswith(f"{broken}: ")


def test_refused_record_says_why_and_fails(tiny_model, tmp_path, capsys):
    from dataclasses import replace

    record = simulate_example("normal", seed=0, fs=500.0)
    short = replace(record, signal=record.signal[:, :2000])
    path = write_wfdb(short, tmp_path, "short")
    assert main(["predict", str(path), "--json", "--model", str(tiny_model)]) == 1
    out, err = capsys.readouterr()
    (reading,) = json.loads(out)["readings"]
    assert reading["quality"]["verdict"] == "refuse"
    assert reading["diagnoses"] == []
    assert err.startswith(f"{path}: Not scored: at least 8 s")
    assert reading["quality"]["measured_only"]
    assert reading["measurements"]["heart_rate_bpm"] > 0


def test_text_says_model_threshold_and_use(good, tiny_model, capsys):
    assert main(["predict", str(good), "--model", str(tiny_model)]) == 0
    text = capsys.readouterr().out
    assert "threshold" in text
    assert "AUROC" in text
    assert "tiny 0.0.0, weights " in text
    assert "research" in text


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_every_example_can_be_written(name, tmp_path, capsys):
    assert main(["simulate", "--example", name, "--out", str(tmp_path / "new")]) == 0
    assert Path(capsys.readouterr().out.strip()).exists()


def test_wrong_usage_is_exit_code_2():
    with pytest.raises(SystemExit, match="2"):
        main(["predict"])


def test_error_of_a_command_is_a_sentence(tmp_path, capsys):
    words = [
        "train",
        "diagnose",
        "--store",
        str(tmp_path),
        "--out",
        str(tmp_path / "r"),
    ]
    assert main(words) == 1
    err = capsys.readouterr().err
    assert "is no prepared store" in err
    assert "Traceback" not in err


def test_help_is_light():
    code = "import sys; sys.argv[1:] = ['--help']; import runpy\n"
    code += "try: runpy.run_module('ecgkt', run_name='__main__')\n"
    code += "except SystemExit: print(*sys.modules)"
    command = [sys.executable, "-c", code]
    loaded = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert not {"torch", "pandas", "streamlit"} & set(loaded.stdout.split())
