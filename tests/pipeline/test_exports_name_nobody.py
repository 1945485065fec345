"""A name planted in every place of every format is in nothing that is taken away."""

import io
import json
import re
import zlib

import numpy as np
import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.errors import RecordError
from ecgkt.io.read_ecg import read_ecg
from ecgkt.pipeline.export_report import export_report
from ecgkt.pipeline.reader import Reader
from ecgkt.report.reading_json import reading_to_dict
from ecgkt.report.serial.compare import compare
from ecgkt.report.serial.export import Compared, comparison_csv, comparison_markdown
from ecgkt.report.serial.person import person_warnings
from ecgkt.report.worklist.export import (
    without_names,
    worklist_csv,
    worklist_document,
)
from ecgkt.report.worklist.row import error_row, row_of
from ecgkt.simulate.example import simulate_example
from ecgkt.types.report_wish import ReportWish
from ecgkt.types.upload import UploadedFile
from ecgkt.vocab.leads import LEADS
from ecgkt.vocab.report_formats import REPORT_FORMATS
from pages.read_ecg.show_downloads import to_json
from pages.shared.recording import Failure
from tests.builders.binary_files import SECRET
from tests.builders.cart_files import WRITERS
from tests.builders.pdf_pages import open_pdf

QUICK = tuple(name for name in REPORT_FORMATS if name not in ("pdf", "png"))
DAYS = r"2020-?01-?01|01[/.]01[/.]2020|1963-?07|0?1[/.]0?7[/.]1963"
"""The days that the builders plant: of the recording and of the birth."""
HEADER = "\n".join(
    [
        f"{SECRET} 12 500 5000 09:30:00 01/01/2020",
        *(f"{SECRET}.dat 16 1000/mV 16 0 0 0 0 {lead}" for lead in LEADS),
        f"# Age: {SECRET}",
        f"# Sex: {SECRET}",
        f"# Name: {SECRET}",
    ]
)


@pytest.fixture(scope="module")
def signal():
    return simulate_example("lbbb", fs=500.0).signal.astype(np.float64)


@pytest.fixture(scope="module")
def reader(tiny_model):
    return Reader(load_bundle(tiny_model))


@pytest.fixture(scope="module")
def quoting(signal):
    """Return a recording of which words that nobody understood are told."""
    data = np.round(signal.T * 1000).astype("<i2").tobytes()
    files = (f"{SECRET}.hea", HEADER.encode()), (f"{SECRET}.dat", data)
    return read_ecg([UploadedFile(*file) for file in files])


def is_said(content: bytes) -> bool:
    text = content.decode("latin-1")
    return SECRET in text or re.search(DAYS, text) is not None


def said_in_picture(content: bytes) -> bool:
    """Look into the texts of a PNG, packed ones too."""
    packed = re.findall(rb"(?:zTXt|iTXt)[^\0]*\0+(x.*?)IEND", content, re.DOTALL)
    texts = [zlib.decompressobj().decompress(one) for one in packed]
    return any(map(is_said, [content, *texts]))


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_no_format_takes_a_name_or_a_day_on(kind, signal, reader):
    file = UploadedFile(f"{SECRET}.x", WRITERS[kind](signal))
    record = read_ecg([file])
    reading = reader.read(record, file=file.name)
    files = export_report(record, reading, ReportWish(formats=QUICK))
    assert len(files) > len(QUICK)
    assert [name for name, content in files.items() if is_said(content)] == []
    assert not is_said(to_json([reading], (), is_named=False).encode())
    named = export_report(record, reading, ReportWish(formats=QUICK, is_named=True))
    assert is_said(named["ecg.json"])


def test_words_that_nobody_understood_are_left_out(quoting, reader):
    reading = reader.read(quoting, file=f"{SECRET}.hea")
    told = [*reading.quality.reasons, *reading.record.warnings]
    assert sum(SECRET in text for text in told) == 2
    wish = ReportWish(formats=tuple(REPORT_FORMATS))
    files = export_report(quoting, reading, wish)
    picture, page = files.pop("ecg.png"), files.pop("ecg.pdf")
    assert [name for name, content in files.items() if is_said(content)] == []
    assert not said_in_picture(picture)
    pdf = open_pdf(page)
    words = [one.extract_text() for one in pdf.pages]
    assert "could not be understood" in " ".join(words).replace("\n", " ")
    assert not is_said(" ".join([*words, repr(pdf.metadata)]).encode())
    kept = export_report(quoting, reading, ReportWish(formats=("md",), is_named=True))
    assert is_said(kept["ecg.md"])


BROKEN = {
    "header alone": [UploadedFile(f"{SECRET}.hea", HEADER.encode())],
    "data alone": [UploadedFile(f"{SECRET}.dat", b"12" * 99)],
    "two": [UploadedFile(f"{SECRET}{n}.hea", HEADER.encode()) for n in range(2)],
}


@pytest.mark.parametrize("kind", BROKEN)
def test_errors_of_a_list_name_no_file(kind, quoting, reader):
    with pytest.raises(RecordError, match=SECRET) as caught:
        read_ecg(BROKEN[kind])
    reading = reader.read(quoting, file=f"{SECRET}.hea")
    rows = [
        error_row("a", f"{SECRET}.hea", str(caught.value)),
        row_of("b", f"{SECRET}.hea", reading),
    ]
    items = zip(without_names(rows), [None, reading_to_dict(reading)], strict=True)
    document = json.dumps(worklist_document(items, {}), ensure_ascii=False)
    assert "could not be understood" in document
    failures = [Failure(f"{SECRET}.hea", str(caught.value))]
    texts = [
        worklist_csv(without_names(rows), {}, ""),
        document,
        to_json([reading], failures, is_named=False),
    ]
    assert [text for text in texts if is_said(text.encode())] == []
    assert is_said(worklist_csv(rows, {}, "").encode())


def test_comparison_names_nobody(quoting, signal, reader):
    other = read_ecg([UploadedFile(f"{SECRET}.x", WRITERS["muse"](signal))])
    first, second = (reader.read(one, file=SECRET) for one in (quoting, other))
    compared = [Compared("recording 1", "recording 2", compare(first, second, None))]
    warnings = person_warnings([quoting, other])
    text = comparison_markdown(compared, first.model, None, warnings=warnings)
    assert "recording 2" in text
    assert not is_said(text.encode())
    assert not is_said(comparison_csv(compared).encode())


def test_picture_texts_are_looked_into():
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    texts, target = PngInfo(), io.BytesIO()
    texts.add_text("Comment", f"of {SECRET}", zip=True)
    Image.new("L", (2, 2)).save(target, "PNG", pnginfo=texts)
    assert said_in_picture(target.getvalue())
