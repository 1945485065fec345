"""HL7 annotated ECG (FDA XML): rhythm, representative beat and annotations."""

from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.age import age_between, read_age
from ecgkt.io.assemble import Found, assemble
from ecgkt.io.calibration import cut_pulse
from ecgkt.io.person import Person
from ecgkt.io.units import MV_PER, unit_name
from ecgkt.io.vendor import number_of, vendor_reading
from ecgkt.io.xml_tree import numbers, parse_xml
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import LIMITS, StatedMetadata, UploadedFile
from ecgkt.types.vendor import VendorReading
from ecgkt.vocab.lead_names import lead_name
from ecgkt.vocab.persons import SEX_WORDS

SECONDS_PER = {"s": 1.0, "ms": 1e-3, "us": 1e-6}
LEAD = "MDC_ECG_LEAD"
MEASURES = {
    "heart_rate_bpm": "MDC_ECG_HEART_RATE",
    "p_ms": "MDC_ECG_TIME_PD_P",
    "pr_ms": "MDC_ECG_TIME_PD_PR",
    "qrs_ms": "MDC_ECG_TIME_PD_QRS",
    "qt_ms": "MDC_ECG_TIME_PD_QT",
    "qtc_ms": "MDC_ECG_TIME_PD_QTc",
    "qtc_bazett_ms": "MDC_ECG_TIME_PD_QTcB",
    "qtc_fridericia_ms": "MDC_ECG_TIME_PD_QTcF",
    "p_axis_degrees": "MDC_ECG_ANGLE_P_FRONT",
    "qrs_axis_degrees": "MDC_ECG_ANGLE_QRS_FRONT",
    "t_axis_degrees": "MDC_ECG_ANGLE_T_FRONT",
}


def read_aecg(file: UploadedFile, stated: StatedMetadata) -> EcgRecord:
    """
    Read the rhythm of an annotated ECG.

    Parameters
    ----------
    file : UploadedFile
        XML with the root ``AnnotatedECG``.
    stated : StatedMetadata
        As in `read_ecg`.

    Returns
    -------
    EcgRecord

    Raises
    ------
    RecordError
        If there is no rhythm, or scale or frequency is not stated.

    References
    ----------
    .. [1] "HL7 Version 3 Standard: Regulated Studies; Annotated ECG, release 1", ANSI
       2004: value = origin + scale x digits. Departs from it: codes of leads are taken
       in any case, as converters write them.
    """
    root = parse_xml(file.content)
    sets = [
        one
        for series in root.iter("series")
        if _code(series.find("code")) in ("RHYTHM", "")
        for one in series.iterfind("component/sequenceSet")
    ]
    if not sets:
        raise RecordError(
            "The annotated ECG holds no rhythm: export the recording with its waves."
        )
    rhythm = max(sets, key=_worth)
    labels, rows, units = _leads(rhythm)
    fs = _fs(rhythm)
    millivolt = [MV_PER.get(unit_name(unit) or "", 0.0) for unit in units]
    rows, notes = cut_pulse(rows, fs, millivolt)
    if len(sets) > 1:
        notes = (*notes, "Of several stretches in the file the longest was read.")
    found = Found(
        labels=labels,
        rows=rows,
        units=units,
        fs=fs,
        person=_person(root),
        warnings=notes,
        vendor=_vendor(root),
        beat=_beat(root),
    )
    return assemble(found, file, stated, name="aecg")


def _code(element: Element | None) -> str:
    return "" if element is None else element.get("code", "")


def _sequences(one: Element) -> list[tuple[str, Element]]:
    found = []
    for sequence in one.iterfind("component/sequence"):
        value = sequence.find("value")
        if value is not None:
            found.append((_code(sequence.find("code")), value))
    return found


def _worth(one: Element) -> tuple[int, int]:
    """How many of the twelve leads, and how much of them."""
    found = [
        len(value.findtext("digits") or "")
        for code, value in _sequences(one)
        if code.startswith(LEAD) and lead_name(code)
    ]
    return len(found), sum(found)


def _leads(
    one: Element,
) -> tuple[list[str], list[NDArray[np.float64]], list[str | None]]:
    labels: list[str] = []
    rows: list[NDArray[np.float64]] = []
    units: list[str | None] = []
    for code, value in _sequences(one):
        if not code.startswith(LEAD) or len(labels) > LIMITS.max_leads:
            continue
        scale, origin = value.find("scale"), value.find("origin")
        step = number_of(None if scale is None else scale.get("value"))
        if scale is None or not step:
            raise RecordError(
                "A lead of the annotated ECG states no scale: its voltage is unknown. "
                "Export the recording again."
            )
        unit = scale.get("unit")
        zero = 0.0 if origin is None else number_of(origin.get("value")) or 0.0
        if zero and origin is not None and origin.get("unit", unit) != unit:
            raise RecordError(
                "A lead of the annotated ECG states its origin and its scale in "
                "different units. Export the recording again."
            )
        labels.append(code)
        rows.append(numbers(value.findtext("digits")) * step + zero)
        units.append(unit)
    return labels, rows, units


def _fs(one: Element) -> float | None:
    for code, value in _sequences(one):
        increment = value.find("increment")
        if code.startswith("TIME") and increment is not None:
            step = number_of(increment.get("value"))
            seconds = SECONDS_PER.get(increment.get("unit", ""))
            if step and seconds:
                fs = 1 / (step * seconds)
                # 1667 us means 600 Hz: steps are written with few digits.
                return float(round(fs)) if abs(fs - round(fs)) < 5e-4 * fs else fs
    return None


def _person(root: Element) -> Person:
    person = next(root.iter("subjectDemographicPerson"), None)
    gender = None if person is None else person.find("administrativeGenderCode")
    sex = SEX_WORDS.get(_code(gender).lower())
    for observation in root.iter("relatedObservation"):
        value = observation.find("value")
        if _code(observation.find("code")) == "21612-7" and value is not None:
            unit = {"a": "years", "mo": "months", "wk": "weeks", "d": "days"}
            age = read_age(
                value.get("value", ""), unit=unit.get(value.get("unit", "a"), "?")
            )
            if age is not None:
                return Person(age, sex)
    birth = None if person is None else person.find("birthTime")
    times = [root.find(f"effectiveTime/{tag}") for tag in ("center", "low", "high")]
    day = next((time.get("value", "") for time in times if time is not None), "")
    age = None if birth is None else age_between(birth.get("value", ""), day)
    return Person(age, sex)


def _vendor(root: Element) -> VendorReading | None:
    values: dict[str, object] = {}
    statements = []
    names = {code: name for name, code in MEASURES.items()}
    for annotation in root.iter("annotation"):
        code, value = _code(annotation.find("code")), annotation.find("value")
        if value is None:
            continue
        if code in names:
            values.setdefault(names[code], value.get("value"))
        elif code == "MDC_ECG_INTERPRETATION_STATEMENT":
            statements.append((value.text or "").strip(" ,"))
        elif code == "MDC_ECG_RHY":
            statements.append(value.get("displayName", ""))
    hidden = [element.text or "" for element in root.iter("name")]
    return vendor_reading("HL7 aECG", values, statements, hidden)


def _beat(
    root: Element,
) -> tuple[list[str], list[NDArray[np.float64]], float] | None:
    derived = next(root.iter("derivedSeries"), None)
    one = None if derived is None else derived.find("component/sequenceSet")
    if one is None:
        return None
    try:
        labels, rows, units = _leads(one)
    except RecordError:
        return None
    fs = _fs(one)
    if fs is None or any(unit_name(unit) is None for unit in units):
        return None
    scaled = [
        row * MV_PER[unit_name(unit) or ""]
        for row, unit in zip(rows, units, strict=True)
    ]
    return labels, scaled, fs
