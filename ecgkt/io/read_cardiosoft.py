"""GE CardioSoft XML: strips as lists of numbers, the median beat and GE's reading."""

from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.age import age_between, read_age
from ecgkt.io.assemble import Found, assemble
from ecgkt.io.person import Person
from ecgkt.io.vendor import number_of, vendor_reading
from ecgkt.io.xml_tree import numbers, parse_xml, text_of
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.vocab.persons import SEX_WORDS

RESOLUTION = {"uvperlsb": "uV", "mvperlsb": "mV", "nvperlsb": "nV"}
MEASURES = {
    "heart_rate_bpm": "VentricularRate",
    "p_ms": "PDuration",
    "pr_ms": "PQInterval",
    "qrs_ms": "QRSDuration",
    "qt_ms": "QTInterval",
    "qtc_ms": "QTCInterval",
    "p_axis_degrees": "PAxis",
    "qrs_axis_degrees": "RAxis",
    "t_axis_degrees": "TAxis",
}


def read_cardiosoft(file: UploadedFile, stated: StatedMetadata) -> EcgRecord:
    """
    Read the strip of a CardioSoft export.

    Parameters
    ----------
    file : UploadedFile
        XML with the root ``CardiologyXML``.
    stated : StatedMetadata
        As in `read_ecg`.

    Returns
    -------
    EcgRecord

    Raises
    ------
    RecordError
        If there is no strip, or scale or frequency is not stated.
    """
    root = parse_xml(file.content)
    strips = list(root.iter("StripData"))
    if not strips:
        raise RecordError(
            "The CardioSoft file holds no strip of a resting ECG, only a report or a "
            "median beat. Export the resting ECG with its waveforms."
        )
    strip = max(strips, key=lambda one: len(one.findall("WaveformData")))
    labels, rows, unit = _leads(strip)
    found = Found(
        labels=labels,
        rows=rows,
        units=[unit] * len(rows),
        fs=_fs(strip),
        person=_person(root),
        warnings=_notes(strips),
        vendor=vendor_reading(
            "GE CardioSoft",
            {
                name: text_of(root, f"RestingECGMeasurements/{tag}")
                or text_of(
                    root, f"RestingECGMeasurements/{tag.replace('RAxis', 'QRSAxis')}"
                )
                for name, tag in MEASURES.items()
            },
            [
                element.text or ""
                for part in root.iter("Interpretation")
                for element in part.iter("DiagnosisText")
            ],
            _personal(root),
        ),
        beat=_beat(next(root.iter("MedianSamples"), None)),
    )
    return assemble(found, file, stated, name="cardiosoft")


def _notes(strips: list[Element]) -> tuple[str, ...]:
    if len(strips) == 1:
        return ()
    return (f"The file holds {len(strips)} strips; the one with most leads was read.",)


def _leads(part: Element) -> tuple[list[str], list[NDArray[np.float64]], str | None]:
    resolution = part.find("Resolution")
    step = number_of(None if resolution is None else resolution.text)
    if resolution is None or not step or step < 0:
        raise RecordError(
            "The CardioSoft file states no resolution: its voltage is unknown. Export "
            "the ECG again."
        )
    unit = RESOLUTION.get(resolution.get("units", "").replace(" ", "").lower())
    count = number_of(text_of(part, "ChannelSampleCountTotal"))
    waves = part.findall("WaveformData")
    rows = [numbers(wave.text) * step for wave in waves]
    if count is not None and any(len(row) < count for row in rows):
        raise RecordError(
            f"The CardioSoft file announces {count:g} samples per lead and holds "
            "fewer: it is cut or damaged; export it again."
        )
    return [wave.get("lead", "") for wave in waves], rows, unit


def _fs(part: Element) -> float | None:
    rate = part.find("SampleRate")
    if rate is None or rate.get("units", "Hz").lower() != "hz":
        return None
    return number_of(rate.text)


def _person(root: Element) -> Person:
    facts = root.find("PatientInfo")
    sex = SEX_WORDS.get(text_of(facts, "Gender").lower())
    age = None if facts is None else facts.find("Age")
    if age is not None and age.text:
        return Person(read_age(age.text, unit=age.get("units", "").lower()), sex)
    birth = _date(None if facts is None else facts.find("BirthDateTime"))
    return Person(age_between(birth, _date(root.find("ObservationDateTime"))), sex)


def _date(element: Element | None) -> str:
    parts = [number_of(text_of(element, tag)) for tag in ("Year", "Month", "Day")]
    if None in parts:
        return ""
    year, month, day = (int(part or 0) for part in parts)
    return f"{year:04d}{month:02d}{day:02d}"


def _personal(root: Element) -> list[str]:
    facts = root.find("PatientInfo")
    return [] if facts is None else [element.text or "" for element in facts.iter()]


def _beat(
    part: Element | None,
) -> tuple[list[str], list[NDArray[np.float64]], float] | None:
    fs = None if part is None else _fs(part)
    if part is None or fs is None:
        return None
    try:
        labels, rows, unit = _leads(part)
    except RecordError:
        return None
    if unit != "uV":
        return None
    return labels, [row / 1000 for row in rows], fs
