"""``--context``: a second result beside the reading, off unless it is typed."""

import json

import pytest

from ecgkt.__main__ import main
from ecgkt.bundle.classifier import load_bundle
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.pipeline.reader import Reader
from tests.builders.contexts import tiny_context


@pytest.fixture
def file(record, tmp_path):
    return str(write_wfdb(record, tmp_path, "demo"))


@pytest.fixture
def with_network(tiny_model, monkeypatch):
    def load(_folder, _adapter=None):
        reader = Reader(load_bundle(tiny_model))
        reader.context = tiny_context(reader.bundle)
        return reader

    monkeypatch.setattr(Reader, "load", staticmethod(load))


def read(capsys, *words):
    code = main(["predict", *words, "--json"])
    (reading,) = json.loads(capsys.readouterr().out)["readings"]
    assert code == 0
    return reading


def test_off_is_null_and_on_changes_nothing_else(with_network, file, capsys):
    off = read(capsys, file)
    on = read(capsys, file, "--context", "age=63,sex=female")
    assert off["with_context"] is None
    second = on.pop("with_context")
    assert on == {key: off[key] for key in on}
    assert second["context"] == {"age": 63.0, "sex": "female"}
    before = [one["probability"] for one in second["scores"]]
    assert before == [one["probability"] for one in on["diagnoses"]]
    assert sum(second["attention"]["age"]) == pytest.approx(1, abs=1e-6)


def test_stated_age_and_sex_are_no_context(with_network, file, capsys):
    stated = read(capsys, file, "--age", "63", "--sex", "female")
    assert stated["with_context"] is None
    assert stated["diagnoses"] == read(capsys, file)["diagnoses"]


def test_text_says_that_it_is_a_second_result(with_network, file, capsys):
    assert main(["predict", file, "--context", "age=63"]) == 0
    text = capsys.readouterr().out
    assert "With age and sex (second result)" in text
    assert "Used beside the ECG: 63 years. A second result, not the reading" in text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("age=400", "expected an age of 18 to 120 years, found 400"),
        ("sex=x", "expected the sex male or female, found 'x'"),
        ("hr=-3", "found 'hr'; vital signs are not taken"),
    ],
)
def test_absurd_values_are_wrong_usage(file, capsys, typed, sentence):
    with pytest.raises(SystemExit) as ended:
        main(["predict", file, "--context", typed])
    assert ended.value.code == 2
    assert sentence in " ".join(capsys.readouterr().err.split())


def test_reports_hold_it_apart(with_network, file, tmp_path):
    words = ["report", file, "--out", str(tmp_path / "out"), "--format", "md", "json"]
    assert main([*words, "--context", "age=63,sex=female"]) == 0
    text = (tmp_path / "out" / "demo.md").read_text(encoding="utf-8")
    assert "## With age and sex (second result)" in text
    (reading,) = json.loads((tmp_path / "out" / "demo.json").read_text())["readings"]
    assert reading["with_context"]["context"]["age"] == 63
