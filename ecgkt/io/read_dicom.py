"""DICOM waveforms: the rhythm of an ECG, whose channels state their own scale."""

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from ecgkt.errors import RecordError
from ecgkt.io.age import age_between, read_age
from ecgkt.io.assemble import Found, assemble
from ecgkt.io.dicom.channels import channel_label, finite, read_channels
from ecgkt.io.dicom.dataset import no_ecg, open_dataset
from ecgkt.io.person import Person
from ecgkt.io.vendor import vendor_reading
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.types.vendor import VendorReading
from ecgkt.vocab.lead_names import lead_name
from ecgkt.vocab.persons import SEX_WORDS

MAX_GROUPS = 8
CONCEPTS = {
    "heart_rate_bpm": ("2:16016", "5.10.2.5-1", "ventricular heart rate"),
    "p_ms": ("2:15880", "5.13.5-3", "p duration"),
    "pr_ms": ("2:15872", "5.13.5-7", "pr interval"),
    "qrs_ms": ("2:16156", "5.13.5-9", "qrs duration"),
    "qt_ms": ("2:16160", "5.13.5-11", "qt interval"),
    "qtc_ms": ("2:15876", "5.10.2.5-5", "qtc interval"),
    "p_axis_degrees": ("2:16128", "5.10.3-11", "p axis"),
    "qrs_axis_degrees": ("2:16132", "5.10.3-13", "qrs axis"),
    "t_axis_degrees": ("2:16136", "5.10.3-15", "t axis"),
}
"""Codes of IEEE 11073-10102 and of the scheme SCPECG, and their meaning in words."""


def read_dicom(file: UploadedFile, stated: StatedMetadata) -> EcgRecord:
    """
    Read the rhythm of a DICOM ECG.

    Parameters
    ----------
    file : UploadedFile
        Implicit or explicit little endian, or deflated within bounds.
    stated : StatedMetadata
        A unit, for channels without a sensitivity.

    Returns
    -------
    EcgRecord
        The group of channels that is the rhythm, not the median beat.

    Raises
    ------
    RecordError
        If it holds no ECG, is of another transfer syntax, or lies about its size.

    References
    ----------
    .. [1] "DICOM PS3.3", C.10.9 (waveform module): value = stored x sensitivity x
       correction factor + baseline. Departs from it: a padding value of 0 is not
       heeded, because writers set it where zeros are samples.
    """
    dataset = open_dataset(file.content)
    groups = list(dataset.get("WaveformSequence") or [])
    if not groups:
        raise RecordError(no_ecg(dataset))
    if len(groups) > MAX_GROUPS:
        raise RecordError(
            f"A DICOM ECG has up to {MAX_GROUPS} groups of channels; this one has "
            f"{len(groups)}. Export the resting ECG alone."
        )
    rhythm, others = _rhythm(groups)
    channels = read_channels(rhythm)
    found = Found(
        labels=[channel.label for channel in channels],
        rows=[channel.row for channel in channels],
        units=[channel.unit for channel in channels],
        fs=float(rhythm.SamplingFrequency),
        person=_person(dataset),
        warnings=_notes(others),
        vendor=_vendor(dataset),
        beat=_beat(groups, rhythm),
    )
    return assemble(found, file, stated, name="dicom")


def _rhythm(groups: list[Dataset]) -> tuple[Dataset, list[Dataset]]:
    """Choose the group that is the rhythm; return the other rhythms too."""
    originals = [group for group in groups if not _is_derived(group)]
    if not originals:
        raise RecordError(
            "The DICOM file holds only derived beats, not the recording that they were "
            "made of. Export the rhythm."
        )
    best = max(originals, key=_worth)
    return best, [group for group in originals if group is not best]


def _is_derived(group: Dataset) -> bool:
    label = str(group.get("MultiplexGroupLabel", "")).upper()
    words = ("MEDIAN", "AVERAGE", "REPRESENT", "TEMPLATE")
    is_derived = str(group.get("WaveformOriginality", "")).upper() == "DERIVED"
    return "RHYTHM" not in label and (is_derived or any(w in label for w in words))


def _worth(group: Dataset) -> tuple[int, int]:
    labels = [
        channel_label(one) for one in group.get("ChannelDefinitionSequence") or []
    ]
    leads = {lead_name(label) for label in labels} - {None}
    return len(leads), int(group.get("NumberOfWaveformSamples") or 0)


def _notes(others: list[Dataset]) -> tuple[str, ...]:
    if not others:
        return ()
    return (
        "The file holds further groups of channels, recorded at other times; the one "
        "with the most leads was read.",
    )


def _person(dataset: Dataset) -> Person:
    text = str(dataset.get("PatientAge") or "")
    birth, day = dataset.get("PatientBirthDate"), dataset.get("AcquisitionDateTime")
    age = read_age(text) if text else age_between(str(birth or ""), str(day or ""))
    return Person(age, SEX_WORDS.get(str(dataset.get("PatientSex") or "").lower()))


def _vendor(dataset: Dataset) -> VendorReading | None:
    values: dict[str, object] = {}
    statements = []
    for note in list(dataset.get("WaveformAnnotationSequence") or [])[:5000]:
        if text := note.get("UnformattedTextValue"):
            statements += str(text).splitlines()
        concept = note.get("ConceptNameCodeSequence")
        value = finite(note.get("NumericValue"))
        if not concept or value is None:
            continue
        code = str(concept[0].get("CodeValue", ""))
        meaning = str(concept[0].get("CodeMeaning", "")).lower()
        for name, (mdc, scp, words) in CONCEPTS.items():
            if code in (mdc, scp) or meaning == words:
                values.setdefault(name, value)
    hidden = [str(dataset.get(name) or "") for name in PERSONAL]
    return vendor_reading("DICOM", values, statements, hidden)


PERSONAL = (
    *("PatientName", "PatientID", "OtherPatientIDs", "OtherPatientNames"),
    *("ReferringPhysicianName", "OperatorsName", "PhysiciansOfRecord"),
    *("InstitutionName", "AccessionNumber", "NameOfPhysiciansReadingStudy"),
)


def _beat(
    groups: list[Dataset], rhythm: Dataset
) -> tuple[list[str], list[NDArray[np.float64]], float] | None:
    """Return the median beat; what does not fit is left out: it is only shown."""
    beats = [group for group in groups if group is not rhythm and _is_derived(group)]
    try:
        channels = read_channels(beats[0])
        fs = float(beats[0].SamplingFrequency)
    except (RecordError, IndexError, AttributeError, TypeError, ValueError):
        return None
    scale = {"uV": 1e-3, "mV": 1.0}
    if any(channel.unit not in scale for channel in channels):
        return None
    rows = [channel.row * scale[channel.unit or ""] for channel in channels]
    return [channel.label for channel in channels], rows, fs
