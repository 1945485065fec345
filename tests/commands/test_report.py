"""``report``: files of each recording, whatever becomes of the others."""

import json
from dataclasses import replace

import pytest

from ecgkt.__main__ import main
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.simulate.example import simulate_example


@pytest.fixture
def run(tiny_model, tmp_path, capsys):
    def run(*words):
        out = tmp_path / "out"
        code = main(["report", *words, "--out", str(out), "--model", str(tiny_model)])
        return code, sorted(p.name for p in out.glob("*")), *capsys.readouterr()

    return run


def saved(folder, name, **changes):
    record = replace(simulate_example("normal", seed=0), **changes)
    return str(write_wfdb(record, folder, name))


def test_pdf_is_what_is_written_unless_asked_otherwise(run, tmp_path):
    code, names, out, err = run(saved(tmp_path, "demo"))
    assert (code, names, err) == (0, ["demo.pdf"], "")
    assert out.strip() == str(tmp_path / "out" / "demo.pdf")


def test_bad_files_are_one_line_each_and_stop_no_other(run, tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("no ecg", encoding="utf-8")
    words = (str(bad), saved(tmp_path, "demo"), "nowhere.hea", "--format", "md")
    code, names, _, err = run(*words)
    assert (code, names) == (1, ["demo.md"])
    first, second = err.strip().splitlines()
    assert first.startswith(f"{bad}: ")
    assert second == "nowhere.hea: expected a file, found nothing at nowhere.hea"


def test_files_of_one_name_do_not_overwrite_each_other(run, tmp_path):
    one = saved(tmp_path / "a", "x")
    other = saved(tmp_path / "b", "x", age=70.0)
    code, names, *_ = run(one, other, "--format", "json", "csv")
    assert code == 0
    assert names == sorted(
        f"{stem}{end}"
        for stem in ("x", "x-2")
        for end in (".json", ".csv", "-r-peaks.csv")
    )
    text = (tmp_path / "out" / "x-2.json").read_text(encoding="utf-8")
    assert json.loads(text)["readings"][0]["record"]["age_years"] == 70


def test_recording_that_fits_one_format_only_gets_that(run, tmp_path, monkeypatch):
    monkeypatch.setattr("ecgkt.report.exports.waveform_csv.MAX_VALUES", 10)
    words = (saved(tmp_path, "demo"), "--format", "csv", "md")
    code, names, _, err = run(*words)
    assert (code, names) == (1, ["demo.md"])
    assert "demo.hea as csv: expected at most" in err


def test_reports_name_nobody_unless_asked(run, tmp_path):
    header = saved(tmp_path, "ZZname")
    run(header, "--format", "md")
    path = tmp_path / "out" / "ZZname.md"
    assert "ZZ" not in path.read_text(encoding="utf-8")
    run(header, "--format", "md", "--named")
    assert "ZZname" in path.read_text(encoding="utf-8")


def test_refused_recording_has_a_report_and_counts_as_failed(run, tmp_path):
    code, names, _, err = run(saved(tmp_path, "child", age=4.0), "--format", "md")
    assert (code, names) == (1, ["child.md"])
    assert "not scored" in err


def test_folder_that_cannot_be_written_is_said_once(run, tmp_path):
    (tmp_path / "out").write_text("", encoding="utf-8")
    headers = [saved(tmp_path, name) for name in ("a", "b")]
    code, _, out, err = run(*headers, "--format", "md")
    assert (code, out) == (1, "")
    assert err.count("cannot write to") == 1


@pytest.mark.parametrize("words", [["--format", "docx"], ["--start", "-1"]])
def test_wrong_usage_is_told(words, run):
    with pytest.raises(SystemExit, match="2"):
        run("a.hea", *words)
