"""Philips Sierra XML 1.03, 1.04 and 1.04.01: compressed leads and Philips' reading."""

from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.age import age_between, read_age
from ecgkt.io.assemble import Found, assemble
from ecgkt.io.base64_samples import decode_base64, decode_int16
from ecgkt.io.calibration import cut_pulse
from ecgkt.io.person import Person
from ecgkt.io.vendor import number_of, vendor_reading
from ecgkt.io.xli import decode_xli
from ecgkt.io.xml_tree import parse_xml, text_of
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import LIMITS, StatedMetadata, UploadedFile
from ecgkt.types.vendor import VendorReading
from ecgkt.vocab.leads import LEADS
from ecgkt.vocab.persons import SEX_WORDS

Row = NDArray[np.float64]
MEASURES = {
    "heart_rate_bpm": ("heartrate", "meanventrate"),
    "pr_ms": ("print", "meanprint"),
    "qrs_ms": ("qrsdur", "meanqrsdur"),
    "qt_ms": ("qtint", "meanqtint"),
    "qtc_bazett_ms": ("qtcb",),
    "qtc_fridericia_ms": ("qtcf",),
    "qtc_ms": ("meanqtc",),
    "p_axis_degrees": ("pfrontaxis",),
    "qrs_axis_degrees": ("qrsfrontaxis",),
    "t_axis_degrees": ("tfrontaxis",),
}
STANDARD = ("STD-12", "10-WIRE", "STD")
"""Sets of leads of 1.03, which names none: the twelve come first, in their order."""


def read_philips(file: UploadedFile, stated: StatedMetadata) -> EcgRecord:
    """
    Read the leads of a Philips ECG.

    Parameters
    ----------
    file : UploadedFile
        XML with the root ``restingecgdata``.
    stated : StatedMetadata
        As in `read_ecg`.

    Returns
    -------
    EcgRecord
        Without the calibration pulse at its end.

    Raises
    ------
    RecordError
        If there are no waveforms, or they are encoded in another way.

    References
    ----------
    .. [1] "Sierra ECG tools", C. Ricke, 2010 (format of ``parsedwaveforms``).
    """
    root = parse_xml(file.content)
    waves = next(root.iter("parsedwaveforms"), None)
    if waves is None:
        raise RecordError(
            "The Philips XML file holds no waveforms, only a report. Export it with "
            "its waveforms."
        )
    facts = root.find("dataacquisition/signalcharacteristics")
    labels = _labels(waves, facts)
    resolution = number_of(
        waves.get("resolution")
        or text_of(facts, "signalresolution")
        or text_of(facts, "resolution")
    )
    fs = number_of(waves.get("samplespersecond") or text_of(facts, "samplingrate"))
    if not resolution or not fs or resolution < 0:
        raise RecordError(
            "The Philips file states no resolution or no sampling rate: its voltage or "
            "its time is unknown. Export it again."
        )
    rows = [row * resolution for row in _rows(waves, len(labels), fs)]
    rows, notes = cut_pulse(rows, fs, [1e-3] * len(rows))
    found = Found(
        labels=labels,
        rows=rows,
        units=["uV"] * len(rows),
        fs=fs,
        person=_person(root),
        warnings=notes,
        vendor=_vendor(root),
        beat=_beat(root),
    )
    return assemble(found, file, stated, name="philips")


def _labels(waves: Element, facts: Element | None) -> list[str]:
    named = waves.get("leadlabels", "").split()
    if named:
        return named[: LIMITS.max_leads]
    kind = text_of(facts, "acquisitiontype") or text_of(facts, "leadset")
    count = number_of(text_of(facts, "numberchannelsvalid")) or 0
    if kind.upper() not in STANDARD or count < len(LEADS):
        raise RecordError(
            "The Philips file names no leads, and its set of leads is not the standard "
            "twelve: which lead is which is unknown. Export it in version 1.04."
        )
    others = [f"further lead {n}" for n in range(int(min(count, 64)) - len(LEADS))]
    return [*LEADS, *others]


def _rows(waves: Element, n_leads: int, fs: float) -> list[Row]:
    if waves.get("dataencoding", "Base64").lower() != "base64":
        raise RecordError(
            "The waveforms of the Philips file are encoded in another way than Base64. "
            "Export it again."
        )
    text = waves.text or ""
    method = waves.get("compression") or waves.get("compressmethod") or ""
    is_packed = waves.get("compressflag", "True").lower() == "true" and method
    duration = number_of(waves.get("durationperchannel"))
    if not duration:
        raise RecordError(
            "The Philips file does not state how long its leads are: export it again."
        )
    count = round(duration * fs / 1000)
    if is_packed and method.upper() == "XLI":
        return decode_xli(decode_base64(text), n_leads, count)
    if is_packed and method.lower() not in ("none", "uncompressed"):
        raise RecordError(
            "The waveforms of the Philips file are compressed by another method than "
            "XLI. Export it again."
        )
    flat = decode_int16(text)
    if len(flat) % n_leads:
        raise RecordError("The Philips file is cut or damaged: export it again.")
    return list(flat.reshape(n_leads, -1))


def _person(root: Element) -> Person:
    facts = root.find("patient/generalpatientdata")
    sex = SEX_WORDS.get(text_of(facts, "sex").lower())
    years = text_of(facts, "age/years")
    if years:
        return Person(read_age(years), sex)
    taken = root.find("dataacquisition")
    day = "" if taken is None else taken.get("date", "")
    return Person(age_between(text_of(facts, "age/dateofbirth"), day), sex)


def _vendor(root: Element) -> VendorReading | None:
    parts = [
        *root.iter("interpretationmeasurements"),
        *root.iterfind(".//interpretation/globalmeasurements"),
        *root.iter("crossleadmeasurements"),
        *root.iterfind("measurements/globalmeasurements"),
    ]
    values: dict[str, object] = {}
    for name, tags in MEASURES.items():
        texts = [text_of(part, tag) for part in parts for tag in tags]
        values[name] = next((text for text in texts if number_of(text)), None)
    statements = [text_of(one, "leftstatement") for one in root.iter("statement")]
    statements += [element.text or "" for element in root.iter("severity")]
    if values["qtc_bazett_ms"] or values["qtc_fridericia_ms"]:
        values.pop("qtc_ms")
    facts = root.find("patient/generalpatientdata")
    hidden = [] if facts is None else [element.text or "" for element in facts.iter()]
    return vendor_reading("Philips", values, statements, hidden)


def _beat(root: Element) -> tuple[list[str], list[Row], float] | None:
    beats = next(root.iter("repbeats"), None)
    if beats is None:
        return None
    fs = number_of(beats.get("samplespersec"))
    resolution = number_of(beats.get("resolution"))
    if not fs or not resolution:
        return None
    try:
        rows = [decode_int16(text_of(one, "waveform")) for one in beats.iter("repbeat")]
    except RecordError:
        return None
    labels = [one.get("leadname", "") for one in beats.iter("repbeat")]
    return labels, [row * resolution / 1000 for row in rows], fs
