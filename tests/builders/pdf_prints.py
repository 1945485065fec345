"""Prints as PDF: pages by the letter of the standard, put together by pypdf."""

import io
from collections.abc import Iterable, Sequence

import numpy as np
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
)

from ecgkt.vocab.leads import LEADS
from tests.builders.binary_files import FS, SECRET

MM = 72 / 25.4
SPEED, GAIN = 25.0, 10.0
SCALE = "25 mm/s  10 mm/mV  0.05-150 Hz"
PERSON = ("Age: 56 years", "Sex: F")
LEFT_MM, ROW_MM = 20.0, 40.0


def number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def line(points: Iterable[Sequence[float]]) -> str:
    """Draw a line through points in mm."""
    steps = [f"{number(x * MM)} {number(y * MM)}" for x, y in points]
    return f"{steps[0]} m\n" + "".join(f"{step} l\n" for step in steps[1:]) + "S\n"


def words(text: str, x: float, y: float) -> str:
    return f"BT /F1 9 Tf {number(x * MM)} {number(y * MM)} Td ({text}) Tj ET\n"


PULSE = np.array([(0, 0), (1, 0), (1, GAIN), (5, GAIN), (5, 0), (6, 0)])


def pulse(x: float, y: float) -> str:
    return line(np.add(PULSE, (x, y)))


def trace(
    row: np.ndarray, x: float, y: float, *, fs: float = FS, has_pulse: bool = False
) -> str:
    """Draw a trace, with a pulse before it in the same stroke or without."""
    at = x + SPEED * np.arange(len(row)) / fs
    points = np.column_stack((at, y + GAIN * row))
    before = np.add(PULSE, (x - 8, y))
    return line(np.concatenate((before, points)) if has_pulse else points)


def grid(width: float, height: float) -> str:
    across = [[(x, 0.0), (x, height)] for x in np.arange(0, width + 0.5)]
    along = [[(0.0, y), (width, y)] for y in np.arange(0, height + 0.5)]
    return "".join(map(line, across + along))


def pdf(
    *contents: str,
    size: tuple[float, float] = (280.0, 520.0),
    forms: dict[str, DecodedStreamObject] | None = None,
    rotate: int = 0,
    packed: bool = False,
    password: str = "",
    keywords: str = "",
) -> bytes:
    """Return a PDF of one page for each content; its sides are in mm."""
    writer = PdfWriter()
    for content in contents:
        page = writer.add_blank_page(size[0] * MM, size[1] * MM)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        resources = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        if forms:
            resources[NameObject("/XObject")] = DictionaryObject(
                {
                    NameObject(f"/{name}"): writer._add_object(form)
                    for name, form in forms.items()
                }
            )
        stream = DecodedStreamObject()
        stream.set_data(content.encode())
        page[NameObject("/Resources")] = resources
        page[NameObject("/Contents")] = writer._add_object(
            stream.flate_encode() if packed else stream
        )
        if rotate:
            page[NameObject("/Rotate")] = NumberObject(rotate)
    writer.add_metadata({"/Title": SECRET, "/Author": SECRET, "/Keywords": keywords})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def form(content: str) -> DecodedStreamObject:
    """Return a form: a piece of a page that is drawn by its name."""
    stream = DecodedStreamObject()
    stream.set_data(content.encode())
    stream[NameObject("/Type")] = NameObject("/XObject")
    stream[NameObject("/Subtype")] = NameObject("/Form")
    stream[NameObject("/BBox")] = ArrayObject([FloatObject(9999)] * 4)
    return stream


def head(scale: str = SCALE) -> str:
    top = [f"Name: {SECRET}, Anna", *PERSON, scale]
    return "".join(words(text, 20, 510 - 4 * n) for n, text in enumerate(top))


def rows_of(
    signal: np.ndarray,
    leads: Sequence[str] = LEADS,
    *,
    fs: float = FS,
    pulses: str = "apart",
    top: float = 475.0,
) -> str:
    """Draw leads below each other, each with its name and its pulse."""
    drawn = ""
    for n, (lead, row) in enumerate(zip(leads, signal, strict=True)):
        y = top - ROW_MM * n
        drawn += words(lead, LEFT_MM + 1, y + 12)
        drawn += trace(row, LEFT_MM, y, fs=fs, has_pulse=pulses == "joined")
        drawn += pulse(LEFT_MM - 8, y) if pulses == "apart" else ""
    return drawn


def columns_of(
    signal: np.ndarray,
    *,
    fs: float = FS,
    is_one_line: bool = False,
    rhythm: Sequence[str] = ("II",),
) -> str:
    """Draw three rows of four leads that follow each other, and whole ones below."""
    n_each = signal.shape[1] // 4
    drawn = ""
    for n, leads in enumerate(
        (
            ("I", "aVR", "V1", "V4"),
            ("II", "aVL", "V2", "V5"),
            ("III", "aVF", "V3", "V6"),
        )
    ):
        y = 475 - ROW_MM * n
        drawn += pulse(LEFT_MM - 8, y)
        parts = []
        for place, lead in enumerate(leads):
            x = LEFT_MM + SPEED * place * n_each / fs
            part = signal[LEADS.index(lead), place * n_each : (place + 1) * n_each]
            drawn += words(lead, x + 1, y + 12)
            drawn += "" if is_one_line else trace(part, x, y, fs=fs)
            parts.append(part)
        if is_one_line:
            drawn += trace(np.concatenate(parts), LEFT_MM, y, fs=fs)
    whole = signal[[LEADS.index(lead) for lead in rhythm], : 4 * n_each]
    return drawn + rows_of(whole, rhythm, fs=fs, top=475 - ROW_MM * 3)


def as_pdf(signal: np.ndarray) -> bytes:
    """Twelve leads below each other, in steps of 1 uV, nothing packed."""
    return pdf(head() + rows_of(np.rint(signal * 1000) / 1000))
