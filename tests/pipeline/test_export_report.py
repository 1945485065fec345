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
