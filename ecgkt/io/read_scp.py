"""SCP-ECG: leads by their code, compressed or plain, with the recorder's own values."""

import struct
from typing import NamedTuple

from ecgkt.errors import RecordError
from ecgkt.io.age import age_between
from ecgkt.io.assemble import Found, assemble
from ecgkt.io.person import Person
from ecgkt.io.scp.long_rhythm import decode_long_rhythm
from ecgkt.io.scp.samples import DEFAULT_TABLE, Rhythm, add_beat, decode_samples
from ecgkt.io.scp.sections import Section, damaged, split_sections
from ecgkt.io.vendor import vendor_reading
from ecgkt.types.record import EcgRecord, Sex
from ecgkt.types.upload import LIMITS, StatedMetadata, UploadedFile
from ecgkt.types.vendor import VendorReading
from ecgkt.vocab.lead_names import SCP_LEADS
from ecgkt.vocab.persons import YEARS_PER

AGE_UNITS = {1: "years", 2: "months", 3: "weeks", 4: "days", 5: "hours"}
OLDEST = 120
SEXES: dict[int, Sex] = {1: "male", 2: "female"}
MAX_FIELDS = 200
_LEAD = struct.Struct("<IIB")


class _Leads(NamedTuple):
    """Section 3."""

    codes: list[int]
    n_samples: int
    is_subtracted: bool


def read_scp(file: UploadedFile, stated: StatedMetadata) -> EcgRecord:
    """
    Read the rhythm of an SCP-ECG file.

    Parameters
    ----------
    file : UploadedFile
        Versions 1 and 2: plain, or in the default Huffman code; version 3 with its long
        rhythm, which goes before a shorter one.
    stated : StatedMetadata
        As in `read_ecg`.

    Returns
    -------
    EcgRecord
        A reference beat is added only where the file says that it was subtracted.

    Raises
    ------
    RecordError
        If there is no rhythm, or it is stored in a way that is not read.

    References
    ----------
    .. [1] "EN 1064 / ISO 11073-91064: Standard communication protocol:
       computer-assisted electrocardiography". Departs from it: no table in section 2
       means plain samples, as writers mean it.
    """
    sections = split_sections(file.content)
    if 12 not in sections and not {3, 6} <= set(sections):
        raise RecordError(
            "The SCP-ECG file holds no rhythm (sections 3 and 6, or 12): what else it "
            "holds is no recording. Export the ECG again, with its rhythm."
        )
    if not sections[12 if 12 in sections else 6].is_whole:
        raise RecordError(
            "The samples of the SCP-ECG file do not add up to their check sum: it is "
            "damaged; copy it again."
        )
    found = _long(sections) if 12 in sections else _short(sections)
    return assemble(found, file, stated, name="scp")


def _long(sections: dict[int, Section]) -> Found:
    """Read the rhythm of version 3."""
    rhythm = decode_long_rhythm(sections[12].content)
    return Found(
        labels=_labels(rhythm.codes),
        rows=rhythm.rows,
        units=["nV"] * len(rhythm.codes),
        fs=rhythm.fs,
        person=_person(sections.get(1)),
        vendor=_vendor(sections),
    )


def _short(sections: dict[int, Section]) -> Found:
    """Read the rhythm of versions 1 and 2."""
    leads = _leads(sections[3].content)
    is_packed = _is_packed(sections.get(2))
    rhythm = decode_samples(
        sections[6].content, len(leads.codes), leads.n_samples, is_packed=is_packed
    )
    beat = _beat(sections, leads, is_packed=is_packed)
    if leads.is_subtracted:
        if beat is None or 4 not in sections or beat.interval != rhythm.interval:
            raise RecordError(
                "The SCP-ECG file says that a reference beat was subtracted, and does "
                "not hold that beat: its QRS cannot be restored. Export it again."
            )
        add_beat(rhythm.rows, beat.rows, sections[4].content)
    labels = _labels(leads.codes)
    return Found(
        labels=labels,
        rows=rhythm.rows,
        units=["nV"] * len(labels),
        fs=_fs(rhythm.interval),
        person=_person(sections.get(1)),
        warnings=_notes(rhythm, leads.n_samples),
        vendor=_vendor(sections),
        beat=None
        if beat is None
        else (labels, [row / 1e6 for row in beat.rows], _fs(beat.interval)),
    )


def _labels(codes: list[int]) -> list[str]:
    return [SCP_LEADS.get(code, "another lead") for code in codes]


def _leads(content: bytes) -> _Leads:
    n_leads = content[0] if content else 0
    if not 1 <= n_leads <= LIMITS.max_leads or len(content) < 2 + n_leads * _LEAD.size:
        raise damaged()
    fields = [_LEAD.unpack_from(content, 2 + n * _LEAD.size) for n in range(n_leads)]
    spans = {(start, end) for start, end, _code in fields}
    if len(spans) != 1:
        raise RecordError(
            "The leads of the SCP-ECG file were not recorded at the same time. Export "
            "a recording with simultaneous leads."
        )
    start, end = spans.pop()
    if end < start:
        raise damaged()
    return _Leads(
        [code for *_span, code in fields], end - start + 1, bool(content[1] & 1)
    )


def _is_packed(section: Section | None) -> bool:
    if section is None or len(section.content) < 2:
        return False
    (n_tables,) = struct.unpack_from("<H", section.content)
    if n_tables not in (0, DEFAULT_TABLE):
        raise RecordError(
            "The SCP-ECG file is packed with a Huffman table of its own; only the "
            "default table is read. Export it again, without compression."
        )
    return bool(n_tables)


def _beat(
    sections: dict[int, Section], leads: _Leads, *, is_packed: bool
) -> Rhythm | None:
    if 5 not in sections:
        return None
    try:
        beat = decode_samples(
            sections[5].content, len(leads.codes), None, is_packed=is_packed
        )
    except RecordError:
        return None
    if 4 in sections and len(sections[4].content) >= 2:
        (length_ms,) = struct.unpack_from("<H", sections[4].content)
        # Bits that fill up the last byte of a packed lead would be read as samples.
        stop = round(1000 * length_ms / beat.interval)
        return beat._replace(rows=[row[:stop] for row in beat.rows])
    return beat


def _fs(interval: int) -> float:
    fs = 1e6 / interval
    # 1667 us is how 600 Hz is written in whole microseconds.
    return float(round(fs)) if round(1e6 / round(fs)) == interval else fs


def _notes(rhythm: Rhythm, n_samples: int) -> tuple[str, ...]:
    n_found = min(len(row) for row in rhythm.rows)
    if n_found >= n_samples:
        return ()
    return (
        f"The file announces {n_samples} samples per lead and holds {n_found}: the "
        "rest is missing.",
    )


def _person(section: Section | None) -> Person:
    """Read age and sex; a birth date only becomes an age."""
    fields = {} if section is None else _fields(section.content)
    age = None
    if len(fields.get(4, b"")) >= 3:
        value, unit = struct.unpack_from("<HB", fields[4])
        years = value * YEARS_PER[AGE_UNITS[unit]] if unit in AGE_UNITS else None
        age = years if years is not None and 0 < years <= OLDEST else None
    if age is None:
        age = age_between(_date(fields.get(5, b"")), _date(fields.get(25, b"")))
    return Person(age, SEXES.get(fields.get(8, b"\0")[0] if fields.get(8) else 0))


def _fields(content: bytes) -> dict[int, bytes]:
    fields: dict[int, bytes] = {}
    at = 0
    while at + 3 <= len(content) and content[at] != 255 and len(fields) < MAX_FIELDS:
        tag, size = struct.unpack_from("<BH", content, at)
        fields.setdefault(tag, content[at + 3 : at + 3 + size])
        at += 3 + size
    return fields


def _date(field: bytes) -> str:
    if len(field) < 4:
        return ""
    year, month, day = struct.unpack_from("<HBB", field)
    return f"{year:04d}{month:02d}{day:02d}" if year < 10_000 else ""


def _vendor(sections: dict[int, Section]) -> VendorReading | None:
    values = _measured(sections[7].content) if 7 in sections else {}
    statements = _statements(sections[8].content) if 8 in sections else []
    fields = _fields(sections[1].content) if 1 in sections else {}
    hidden = [
        fields[tag].decode("latin-1").strip("\0")
        for tag in (0, 1, 2, 3)
        if tag in fields
    ]
    return vendor_reading("SCP-ECG", values, statements, hidden)


def _measured(content: bytes) -> dict[str, object]:
    if len(content) < 22 or not content[0]:
        return {}
    rr_ms, _pp_ms = struct.unpack_from("<HH", content, 2)
    p_on, p_off, qrs_on, qrs_off, t_off = struct.unpack_from("<5H", content, 6)
    p_axis, qrs_axis, t_axis = struct.unpack_from("<3h", content, 16)
    # 29999, 29998 and 19999 mean "not known"; beyond any heart's they are left out.
    return {
        "heart_rate_bpm": round(60_000 / rr_ms) if rr_ms else None,
        "p_ms": p_off - p_on,
        "pr_ms": qrs_on - p_on,
        "qrs_ms": qrs_off - qrs_on,
        "qt_ms": t_off - qrs_on,
        "p_axis_degrees": p_axis,
        "qrs_axis_degrees": qrs_axis,
        "t_axis_degrees": t_axis,
    }


def _statements(content: bytes) -> list[str]:
    if len(content) < 9:
        return []
    statements, at = [], 9
    for _ in range(content[8]):
        if at + 3 > len(content):
            break
        (size,) = struct.unpack_from("<H", content, at + 1)
        text = content[at + 3 : at + 3 + size].split(b"\0")[0]
        statements.append(text.decode("latin-1"))
        at += 3 + size
    return statements
