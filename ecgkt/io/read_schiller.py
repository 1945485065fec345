"""Schiller SEMA XML: rhythms and averages as lists of numbers, Schiller's values."""

from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.age import age_between
from ecgkt.io.assemble import Found, assemble
from ecgkt.io.person import Person
from ecgkt.io.vendor import number_of, vendor_reading
from ecgkt.io.xml_tree import numbers, parse_xml, text_of
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.types.vendor import VendorReading
from ecgkt.vocab.persons import SEX_WORDS

UNITS = {"UV": "uV", "MV": "mV", "NV": "nV"}
MEASURES = {
    "HR": "heart_rate_bpm",
    "P": "p_ms",
    "PQ": "pr_ms",
    "QRS": "qrs_ms",
    "QT": "qt_ms",
    "QTC": "qtc_ms",
    "AXIS_P": "p_axis_degrees",
    "AXIS_QRS": "qrs_axis_degrees",
    "AXIS_T": "t_axis_degrees",
}
Leads = tuple[list[str], list[NDArray[np.float64]], str | None, float | None]


def read_schiller(file: UploadedFile, stated: StatedMetadata) -> EcgRecord:
    """
    Read the rhythm of a Schiller export.

    Parameters
    ----------
    file : UploadedFile
        XML with the root ``SchillerEDI``.
    stated : StatedMetadata
        As in `read_ecg`.

    Returns
    -------
    EcgRecord
        Of the data named ``ECG_RHYTHMS``, not of the averages that stand before them.

    Raises
    ------
    RecordError
        If there is no rhythm, or scale or frequency is not stated.
    """
    root = parse_xml(file.content)
    waves = {text_of(wave, "type"): wave for wave in root.iter("wavedata")}
    if "ECG_RHYTHMS" not in waves:
        raise RecordError(
            "The Schiller file holds no rhythm, only averages or a report. Export the "
            "resting ECG with its waveforms."
        )
    labels, rows, unit, fs = _leads(waves["ECG_RHYTHMS"])
    found = Found(
        labels=labels,
        rows=rows,
        units=[unit] * len(rows),
        fs=fs,
        person=_person(root),
        vendor=_vendor(root),
        beat=_beat(waves.get("ECG_AVERAGES")),
    )
    return assemble(found, file, stated, name="schiller")


def _leads(wave: Element) -> Leads:
    step = number_of(text_of(wave, "resolution/yres/unitperbit"))
    if not step or step < 0:
        raise RecordError(
            "The Schiller file states no resolution: its voltage is unknown. Export "
            "the ECG again."
        )
    labels, rows = [], []
    for channel in wave.iterfind("channel"):
        row = numbers(channel.findtext("data")) * step
        count = number_of(text_of(channel, "samplecount"))
        if count not in (None, len(row)):
            raise RecordError(
                "The Schiller file announces another number of samples than it holds: "
                "it is cut or damaged; export it again."
            )
        labels.append(text_of(channel, "name"))
        rows.append(row)
    rate = number_of(text_of(wave, "resolution/samplerate/value"))
    exponent = text_of(wave, "resolution/samplerate/exponent")
    # Its exponent is a factor: 1 beside 500 Hz. Any other has not been seen.
    fs = rate if exponent in ("", "1") else None
    return labels, rows, UNITS.get(text_of(wave, "resolution/yres/units").upper()), fs


def _person(root: Element) -> Person:
    facts = root.find("patdata")
    sex = SEX_WORDS.get(text_of(facts, "gender").lower())
    day = text_of(root, "examdescript/startdatetime/date")
    return Person(age_between(text_of(facts, "birthdate"), day), sex)


def _vendor(root: Element) -> VendorReading | None:
    values: dict[str, object] = {}
    for part in root.iter("annotation_global"):
        name = MEASURES.get(text_of(part, "name"))
        if name is not None:
            values.setdefault(name, text_of(part, "value"))
    statements = [
        line
        for part in root.iter("textdata")
        if text_of(part, "type") == "INTERPRETATION"
        for line in text_of(part, "textdata").splitlines()
    ]
    facts = root.find("patdata")
    hidden = [] if facts is None else [element.text or "" for element in facts.iter()]
    return vendor_reading("Schiller", values, statements, hidden)


def _beat(
    wave: Element | None,
) -> tuple[list[str], list[NDArray[np.float64]], float] | None:
    try:
        labels, rows, unit, fs = (
            _leads(wave) if wave is not None else ([], [], None, None)
        )
    except RecordError:
        return None
    if unit != "uV" or fs is None:
        return None
    return labels, [row / 1000 for row in rows], fs
