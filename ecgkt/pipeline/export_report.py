"""One reading as the files that were wished for."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from ecgkt.io.wfdb.write_annotations import annotation_bytes, annotations_of
from ecgkt.io.wfdb.write_wfdb import wfdb_files
from ecgkt.report.exports.content import USE, Content, content_of
from ecgkt.report.exports.deidentify import without_names
from ecgkt.report.exports.fhir_bundle import fhir_bundle
from ecgkt.report.exports.markdown import report_markdown
from ecgkt.report.exports.waveform_csv import waveform_csv
from ecgkt.report.noise_words import lead_notes
from ecgkt.report.r_peaks_csv import r_peaks_csv
from ecgkt.report.reading_json import document
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from ecgkt.types.report_wish import ReportWish

Files = dict[str, bytes]
NOBODY = "recording-1"
"""What a recording is called where names were not asked for."""


class Subject(NamedTuple):
    """What every writer is given; names are taken out where they are not wished."""

    record: EcgRecord
    reading: Reading
    content: Content
    wish: ReportWish

    def name(self, suffix: str) -> str:
        """Return the name of a file."""
        return f"{self.wish.stem}{suffix}"


def export_report(record: EcgRecord, reading: Reading, wish: ReportWish) -> Files:
    """
    Write one reading in each format.

    Parameters
    ----------
    record : EcgRecord
        The whole recording.
    reading : Reading
        Of this recording.
    wish : ReportWish
        Formats, text, and whether names stay.

    Returns
    -------
    dict of str to bytes
        Contents by file name: the stem and a suffix of the format.

    Raises
    ------
    RecordError
        If the recording does not fit a format; its text says which and why.
    """
    if not wish.is_named:
        reading = without_names(reading, NOBODY)
        record = replace(record, record_id=NOBODY)
    subject = Subject(record, reading, content_of(reading, wish), wish)
    files: Files = {}
    for name in dict.fromkeys(wish.formats):
        files |= WRITERS[name](subject)
    return files


def _pdf(subject: Subject) -> Files:
    # Here: matplotlib takes a second to load, and most readings are never printed.
    from ecgkt.plotting.report_page.files import report_pdf

    record, reading, content, _ = subject
    noise = lead_notes(reading.quality.noise)
    page = report_pdf(record, content, reading.record.start_s, noise)
    return {subject.name(".pdf"): page}


def _png(subject: Subject) -> Files:
    from ecgkt.plotting.report_page.files import sheet_png

    record, reading, content, _ = subject
    noise = lead_notes(reading.quality.noise)
    picture = sheet_png(record, content, reading.record.start_s, noise)
    return {subject.name(".png"): picture}


def _markdown(subject: Subject) -> Files:
    return {subject.name(".md"): report_markdown(subject.content).encode()}


def _json(subject: Subject) -> Files:
    written = document([subject.reading], [], [subject.wish.with_context])
    if subject.content.is_edited:
        own = {"text": subject.content.text, "is_edited": True}
        written["readings"][0]["report"] = own
    text = json.dumps(written, allow_nan=False, ensure_ascii=False, indent=1)
    return {subject.name(".json"): text.encode()}


def _fhir(subject: Subject) -> Files:
    _, reading, content, wish = subject
    bundle = fhir_bundle(reading, content, is_named=wish.is_named)
    text = json.dumps(bundle, allow_nan=False, ensure_ascii=False, indent=1)
    return {subject.name(".fhir.json"): text.encode()}


def _csv(subject: Subject) -> Files:
    files = {subject.name(".csv"): waveform_csv(subject.record).encode()}
    trace = subject.reading.trace
    if trace and trace.r_peaks:
        peaks = r_peaks_csv(subject.reading)
        files[subject.name("-r-peaks.csv")] = peaks.encode()
    return files


def _wfdb(subject: Subject) -> Files:
    record, reading, content, wish = subject
    comments = (USE, f"Annotated by {content.model}")
    files = wfdb_files(record, wish.stem, comments)
    marks = annotations_of(reading.trace, record.fs)
    if marks:
        files[subject.name(".atr")] = annotation_bytes(marks)
    return files


WRITERS: dict[str, Callable[[Subject], Files]] = {
    "pdf": _pdf,
    "png": _png,
    "md": _markdown,
    "json": _json,
    "fhir": _fhir,
    "csv": _csv,
    "wfdb": _wfdb,
}
"""By the names of `REPORT_FORMATS`."""
