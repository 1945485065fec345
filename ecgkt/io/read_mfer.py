"""MFER: leads by their code, of several waveforms the longest."""

from collections.abc import Iterator

from ecgkt.errors import RecordError
from ecgkt.io.age import age_between
from ecgkt.io.assemble import Found, assemble
from ecgkt.io.mfer.definitions import (
    AGE,
    KNOWN,
    SAMPLES,
    SEX,
    TIME,
    Definition,
    damaged,
    definitions,
)
from ecgkt.io.mfer.frames import Field, Frame, frames_of
from ecgkt.io.person import Person
from ecgkt.types.record import EcgRecord, Sex
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.vocab.lead_names import lead_name

PREAMBLE = b"MFR "
DOMINANT_BEAT = 9
SEXES: dict[int, Sex] = {1: "male", 2: "female"}
DAYS_PER_YEAR = 365.25
OLDEST = 120
MAX_SNIFFED = 300
_FIRST = frozenset((0x01, 0x02, 0x03, 0x05, 0x08, 0x16, 0x17, 0x40))
"""Tags with which files begin."""


def recognises(content: bytes) -> bool:
    """Tell by the preamble, or by definitions that lead to samples."""
    if content[:1] == b"@" and content[2:6] == PREAMBLE:
        return True
    if not content or content[0] not in _FIRST:
        return False
    tags: set[int] = set()
    try:
        for n, (tag, _channel, _value) in enumerate(definitions(content)):
            tags.add(tag)
            if tag not in KNOWN or n > MAX_SNIFFED:
                return False
            if tag == SAMPLES:
                return len(tags) > 3
    except RecordError:
        return False
    return False


def read_mfer(file: UploadedFile, stated: StatedMetadata) -> EcgRecord:
    """
    Read the longest waveform of an MFER file.

    Parameters
    ----------
    file : UploadedFile
        ISO 22077; plain samples.
    stated : StatedMetadata
        Frequency and unit, where the file leaves them out.

    Returns
    -------
    EcgRecord
        What the preamble calls it is not believed: leads go by their codes.

    Raises
    ------
    RecordError
        If there is no waveform, or its leads have different frequencies.

    References
    ----------
    .. [1] ISO 22077-1:2022, "Medical waveform format, part 1: encoding rules"; ISO
       22077-2 and -3, standard 12-lead and long-term electrocardiography.
    """
    person: dict[int, Field] = {}
    frames = list(frames_of(_watched(file.content, person)))
    rhythms = [frame for frame in frames if frame.kind != DOMINANT_BEAT]
    if not rhythms:
        raise damaged()
    rhythm = max(rhythms, key=lambda frame: max(map(len, frame.rows)))
    beats = [frame for frame in frames if frame.kind == DOMINANT_BEAT]
    n_others = len(rhythms) - 1
    others = f"{n_others} further waveform{'s' * (n_others > 1)} of the file not used."
    found = Found(
        labels=rhythm.labels,
        rows=rhythm.rows,
        units=rhythm.units,
        fs=_rate(rhythm),
        person=_person(person),
        warnings=(others,) if n_others else (),
        beat=_beat(beats[0]) if beats else None,
    )
    return assemble(found, file, stated, name="mfer")


def _watched(content: bytes, person: dict[int, Field]) -> Iterator[Definition]:
    """Keep age, sex and time while the definitions go by; the name is not looked at."""
    order = ">"
    for one in definitions(content):
        if one.tag == 0x01:
            order = "<" if one.value[:1] == b"\1" else ">"
        if one.tag in (AGE, SEX, TIME):
            person[one.tag] = Field(one.value, order)
        yield one


def _rate(frame: Frame) -> float | None:
    of_leads = {
        rate
        for label, rate in zip(frame.labels, frame.rates, strict=True)
        if lead_name(label)
    }
    if len(of_leads) > 1:
        raise RecordError(
            "The leads of the MFER file have different sampling frequencies. Export "
            "them at one."
        )
    return of_leads.pop() if of_leads else None


def _beat(frame: Frame) -> tuple[list[str], list, float] | None:
    rate = frame.rates[0]
    if rate is None or set(frame.units) != {"V"}:
        return None
    return frame.labels, [row * 1000 for row in frame.rows], rate


def _person(fields: dict[int, Field]) -> Person:
    sex = fields[SEX].value[:1] if SEX in fields else b""
    return Person(_age(fields), SEXES.get(sex[0]) if sex else None)


def _age(fields: dict[int, Field]) -> float | None:
    if AGE not in fields:
        return None
    value, order = fields[AGE]
    if len(value) >= 3:
        years = value[0] + Field(value[1:3], order).whole() / DAYS_PER_YEAR
    else:
        years = float(value[0]) if value else 0.0
    if 0 < years <= OLDEST:
        return float(value[0]) if value[0] else years
    birth = _date(Field(value[3:7], order))
    return age_between(birth, _date(fields[TIME]) if TIME in fields else "")


def _date(field: Field) -> str:
    if len(field.value) < 4:
        return ""
    year = Field(field.value[:2], field.order).whole()
    month, day = field.value[2:4]
    return f"{year:04d}{month:02d}{day:02d}" if year < 10_000 else ""
