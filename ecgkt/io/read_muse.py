"""GE MUSE XML: eight leads in Base64, their median beat, and GE's own reading."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.age import read_age
from ecgkt.io.assemble import Found, assemble
from ecgkt.io.base64_samples import decode_int16
from ecgkt.io.person import Person
from ecgkt.io.vendor import number_of, vendor_reading
from ecgkt.io.xml_tree import parse_xml, text_of
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.vocab.persons import SEX_WORDS

UNITS = {"MICROVOLTS": "uV", "MILLIVOLTS": "mV", "NANOVOLTS": "nV", "UV": "uV"}
MEASURES = {
    "heart_rate_bpm": "VentricularRate",
    "pr_ms": "PRInterval",
    "qrs_ms": "QRSDuration",
    "qt_ms": "QTInterval",
    "qtc_bazett_ms": "QTCorrected",  # MUSE corrects by Bazett, unless it says otherwise
    "qtc_fridericia_ms": "QTcFrederica",
    "p_axis_degrees": "PAxis",
    "qrs_axis_degrees": "RAxis",
    "t_axis_degrees": "TAxis",
}
PERSONAL = (
    *("PatientLastName", "PatientFirstName", "PatientID", "OverreaderLastName"),
    *("EditorLastName", "OrderingMDLastName", "ReferringMDLastName", "SiteName"),
)


def read_muse(file: UploadedFile, stated: StatedMetadata) -> EcgRecord:
    """
    Read the rhythm of a MUSE export.

    Parameters
    ----------
    file : UploadedFile
        XML with the root ``RestingECG``.
    stated : StatedMetadata
        As in `read_ecg`.

    Returns
    -------
    EcgRecord
        III, aVR, aVL and aVF are derived: MUSE does not store them.

    Raises
    ------
    RecordError
        If there is no rhythm, or unit or frequency is not stated.
    """
    root = parse_xml(file.content)
    waves = {text_of(w, "WaveformType").lower(): w for w in root.iter("Waveform")}
    rhythm = waves.get("rhythm")
    if rhythm is None:
        raise RecordError(
            "The MUSE file holds no rhythm, only a median beat or a report. Export the "
            "resting ECG with its waveforms."
        )
    leads = list(_leads(rhythm))
    found = Found(
        labels=[label for label, _unit, _row in leads],
        rows=[row for _label, _unit, row in leads],
        units=[unit for _label, unit, _row in leads],
        fs=_fs(rhythm),
        person=_person(root),
        vendor=vendor_reading(
            "GE MUSE",
            {
                name: text_of(root, f"RestingECGMeasurements/{tag}")
                for name, tag in MEASURES.items()
            },
            _statements(root),
            [element.text or "" for tag in PERSONAL for element in root.iter(tag)],
        ),
        beat=_beat(waves.get("median")),
    )
    return assemble(found, file, stated, name="muse")


def _leads(wave: Element) -> Iterator[tuple[str, str | None, NDArray[np.float64]]]:
    for lead in wave.iter("LeadData"):
        scale = number_of(text_of(lead, "LeadAmplitudeUnitsPerBit"))
        unit = UNITS.get(text_of(lead, "LeadAmplitudeUnits").upper())
        if (
            scale is None
            or scale <= 0
            or text_of(lead, "LeadSampleSize") not in ("", "2")
        ):
            raise RecordError(
                "A lead of the MUSE file states no scale, or samples of another size "
                "than 2 bytes: its voltage is unknown. Export the ECG again."
            )
        count = number_of(text_of(lead, "LeadSampleCountTotal"))
        samples = decode_int16(text_of(lead, "WaveFormData"), count)
        yield text_of(lead, "LeadID"), unit, samples * scale


def _fs(wave: Element) -> float | None:
    base = number_of(text_of(wave, "SampleBase"))
    exponent = number_of(text_of(wave, "SampleExponent") or "0")
    if not base or exponent is None or abs(exponent) > 6:
        return None
    return float(base * 10**exponent)


def _person(root: Element) -> Person:
    number = text_of(root, "PatientDemographics/PatientAge")
    unit = text_of(root, "PatientDemographics/AgeUnits").lower()
    sex = SEX_WORDS.get(text_of(root, "PatientDemographics/Gender").lower())
    if not number:
        return Person(None, sex)
    age = read_age(number, unit=unit)
    return Person(age, sex, "" if age is not None else number[:12])


def _statements(root: Element) -> list[str]:
    lines = [""]
    for statement in root.iterfind("Diagnosis/DiagnosisStatement"):
        lines[-1] += " " + text_of(statement, "StmtText")
        if any(flag.text == "ENDSLINE" for flag in statement.iter("StmtFlag")):
            lines.append("")
    return lines


def _beat(
    wave: Element | None,
) -> tuple[list[str], list[NDArray[np.float64]], float] | None:
    if wave is None:
        return None
    try:
        leads = list(_leads(wave))
    except RecordError:
        return None
    fs = _fs(wave)
    if fs is None or any(unit != "uV" for _label, unit, _row in leads):
        return None
    return [label for label, _, _ in leads], [row / 1000 for _, _, row in leads], fs
