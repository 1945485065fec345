import json
from dataclasses import replace

import numpy as np
import pytest
import wfdb

from ecgkt.bundle.classifier import load_bundle
from ecgkt.errors import RecordError
from ecgkt.pipeline.export_report import WRITERS, export_report
from ecgkt.pipeline.reader import Reader
from ecgkt.report.reading_json import reading_from_dict
from ecgkt.types.report_wish import MAX_REPORT_TEXT, ReportWish
from ecgkt.vocab.report_formats import REPORT_FORMATS
from tests.builders.contexts import context_reading
from tests.builders.pdf_pages import open_pdf

EVERY = tuple(REPORT_FORMATS)


@pytest.fixture(scope="module")
def named():
    from ecgkt.simulate.example import simulate_example

    return replace(simulate_example("normal", seed=7), record_id="ZZPHI-id")


@pytest.fixture(scope="module")
def reading(tiny_model, named):
    return Reader(load_bundle(tiny_model)).read(named, file="ZZPHI-file.hea")


def test_every_format_is_written_under_its_name(named, reading):
    files = export_report(named, reading, ReportWish(formats=EVERY, stem="a-1"))
    suffixes = [suffix for kind in REPORT_FORMATS.values() for suffix in kind.suffixes]
    assert sorted(files) == sorted(f"a-1{suffix}" for suffix in suffixes)
    assert all(files.values())
    assert set(WRITERS) == set(REPORT_FORMATS)


def test_no_file_names_anybody_unless_asked(named, reading):
    files = export_report(named, reading, ReportWish(formats=EVERY))
    assert not any(b"ZZPHI" in content for content in files.values())
    wish = ReportWish(formats=("md", "json", "fhir"), is_named=True)
    files = export_report(named, reading, wish)
    assert all(b"ZZPHI-file" in content for content in files.values())


def test_research_use_is_said_in_every_text(named, reading):
    files = export_report(named, reading, ReportWish(formats=EVERY))
    for name in ("ecg.md", "ecg.fhir.json", "ecg.csv", "ecg.hea"):
        assert b"Research and education use only" in files[name]
    assert b"For research and teaching only" in files["ecg.json"]


def test_json_is_the_reading_again(named, reading):
    wish = ReportWish(formats=("json",), is_named=True)
    (content,) = export_report(named, reading, wish).values()
    (one,) = json.loads(content)["readings"]
    assert reading_from_dict(one) == reading
    assert "report" not in one


def test_own_text_is_in_the_json_too(named, reading):
    wish = ReportWish(formats=("json",), text="Fine.")
    (content,) = export_report(named, reading, wish).values()
    (one,) = json.loads(content)["readings"]
    assert one["report"] == {"text": "Fine.", "is_edited": True}


def test_wfdb_reads_what_was_written(named, reading, tmp_path):
    files = export_report(named, reading, ReportWish(formats=("wfdb",), stem="a"))
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    record = wfdb.rdrecord(str(tmp_path / "a"))
    assert np.abs(record.p_signal.T - named.signal).max() <= 0.000501
    marks = wfdb.rdann(str(tmp_path / "a"), "atr")
    beats = [
        s for s, kind in zip(marks.sample, marks.symbol, strict=True) if kind == "N"
    ]
    assert beats == [round(peak * named.fs) for peak in reading.trace.r_peaks]


def test_recording_that_does_not_fit_a_format_is_told(named, reading):
    loud = replace(named, signal=named.signal * 1000)
    with pytest.raises(RecordError, match=r"found .* mV"):
        export_report(loud, reading, ReportWish(formats=("wfdb",)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"formats": ()}, "expected formats out of pdf"),
        ({"formats": ("docx",)}, "expected formats"),
        ({"stem": "../a"}, "expected letters"),
        ({"stem": ""}, "expected letters"),
        ({"text": "x" * (MAX_REPORT_TEXT + 1)}, "at most 20000 characters"),
    ],
)
def test_wish_that_cannot_be_met_is_refused(changes, words):
    with pytest.raises(ValueError, match=words):
        ReportWish(**changes)


def test_second_result_stands_apart_in_every_report_and_only_when_on(named, reading):
    told = ("md", "json", "fhir")
    off = export_report(named, reading, ReportWish(formats=told))
    on = ReportWish(formats=told, with_context=context_reading())
    files = export_report(named, reading, on)
    assert not any(b"second result" in content for content in off.values())
    text = files["ecg.md"].decode()
    after = text.split("## With age and sex (second result)")[1].split("\n## ")[0]
    assert "Left ventricular hypertrophy | 0.300 → 0.510" in after
    assert "Used beside the ECG: 63 years, female" in after
    assert "tiny-context 0" in after
    plain, second = (json.loads(one["ecg.json"])["readings"][0] for one in (off, files))
    assert plain.pop("with_context") is None
    assert second.pop("with_context")["context"] == {"age": 63.0, "sex": "female"}
    assert plain == second


def test_second_result_carries_no_statement_s_code_in_fhir(named, reading):
    wish = ReportWish(formats=("fhir",), with_context=context_reading())
    bundle = json.loads(export_report(named, reading, wish)["ecg.fhir.json"])
    (one,) = [
        entry["resource"]
        for entry in bundle["entry"]
        if "second result" in str(entry["resource"].get("code", {}).get("text"))
    ]
    assert one["code"] == {
        "text": "Left ventricular hypertrophy. With age and sex (second result)"
    }
    assert one["valueString"] == "0.300 → 0.510"


def test_second_result_is_printed_on_the_page(named, reading):
    wish = ReportWish(formats=("pdf",), with_context=context_reading())
    page = export_report(named, reading, wish)["ecg.pdf"]
    with open_pdf(page) as pdf:
        words = " ".join(" ".join(one.extract_text() for one in pdf.pages).split())
    assert "With age and sex (second result)" in words
    assert "Left ventricular hypertrophy 0.300 → 0.510" in words
