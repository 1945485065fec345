"""WFDB records: a header and the data files that it names, all in memory."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from ecgkt.io.leads import TwelveLeads, complete_leads, unused_warnings
from ecgkt.io.mapping.text_shape import names_leads
from ecgkt.io.patient import patient_hash
from ecgkt.io.person import person_notes, read_person
from ecgkt.io.sniff import are_numbers, first_lines
from ecgkt.io.stated import settle_fs, unit_warnings
from ecgkt.io.wfdb.header import WfdbHeader, parse_header
from ecgkt.io.wfdb.join_segments import join_segments, segment_notes
from ecgkt.io.wfdb.lead_rows import Piece, data_names, read_piece
from ecgkt.io.wfdb.master import Master, names_segments, parse_master
from ecgkt.types.record import SIMULATED, EcgRecord
from ecgkt.types.upload import StatedMetadata, UploadedFile, display_name, settle_age

NO_CHECKSUMS = (
    "All checksums in the header are 0, as scripts write them: whether these samples "
    "are the header's own could not be checked."
)
_RECORD_LINE = re.compile(r"[^\s,;]{1,80}[ \t]+\d{1,4}([ \t].*)?")
_CELLS = re.compile(r"[\s,;|]+")


def recognises(content: bytes) -> bool:
    """Tell a header by its record line, below which no row of numbers stands."""
    lines = first_lines(content)
    if not lines or not _RECORD_LINE.fullmatch(lines[0][:1100]):
        return False
    # "Ward 7" over a table is no record line.
    if len(lines) > 1 and are_numbers(_CELLS.split(lines[1].strip())):
        return False
    return not names_leads(content)


def partner_names(file: UploadedFile) -> tuple[str, ...]:
    """Name the data files of a record, or the headers of its segments."""
    if names_segments(file.content):
        segments = parse_master(file.content).segments
        return tuple(f"{one.name}.hea" for one in segments if one.name is not None)
    return data_names(parse_header(file.content))


def read_wfdb(
    header_file: UploadedFile,
    data_files: Sequence[UploadedFile],
    stated: StatedMetadata,
) -> EcgRecord:
    """
    Read one WFDB record.

    Parameters
    ----------
    header_file : UploadedFile
        The .hea file.
    data_files : sequence of UploadedFile
        The files uploaded with it, of a record of segments their headers too; only
        those that the header names are read.
    stated : StatedMetadata
        What the user states.

    Returns
    -------
    EcgRecord
        Invalid samples are NaN; age and sex come from the comments.

    Raises
    ------
    RecordError
        If the header is refused, a data file is missing, has the wrong size or does not
        add up to its checksum, or a lead is missing.

    References
    ----------
    .. [1] "WFDB applications guide, header(5) and signal(5)", PhysioNet. Departs from
       it: the checksum is verified, because a data file of another patient may have
       the right size; where all are 0 nobody computed them, and that is said.
    """
    if names_segments(header_file.content):
        return _stitched(header_file, data_files, stated)
    header = parse_header(header_file.content)
    piece = read_piece(header, data_files, stated)
    fs = settle_fs(piece.fs, stated, piece.n_samples)
    leads = complete_leads(piece.rows)
    return _record(header_file, leads, [piece], stated, header._replace(fs=fs))


def _stitched(
    file: UploadedFile, data_files: Sequence[UploadedFile], stated: StatedMetadata
) -> EcgRecord:
    """Put segments one after the other; where one lacks a lead, it is missing."""
    master = parse_master(file.content)
    n_samples = sum(segment.n_samples for segment in master.segments)
    fs = settle_fs(master.fs, stated, n_samples)
    pieces, rows = join_segments(master, data_files, stated)
    notes = segment_notes(master)
    record = _record(file, complete_leads(rows), pieces, stated, master._replace(fs=fs))
    return replace(record, warnings=(*notes, *record.warnings))


def _record(
    file: UploadedFile,
    leads: TwelveLeads,
    pieces: Sequence[Piece],
    stated: StatedMetadata,
    header: WfdbHeader | Master,
) -> EcgRecord:
    """Make a record of leads, the facts of their pieces and a header with its Hz."""
    person, comments = read_person(header.comments), header.comments
    units = {unit for piece in pieces for unit in piece.units.values()}
    in_file = {unit for piece in pieces for unit in piece.in_file}
    is_unchecked = any(piece.is_unchecked for piece in pieces)
    return EcgRecord(
        record_id=display_name(file.stem),
        signal=leads.signal,
        fs=header.fs or math.nan,
        format="wfdb",
        original_unit=", ".join(sorted(units)),
        derived_leads=leads.derived,
        warnings=(
            *([SIMULATED] if SIMULATED in comments else []),
            *unused_warnings(max(piece.n_unused for piece in pieces), "signal"),
            *_unit_notes(in_file, stated),
            *([NO_CHECKSUMS] if is_unchecked and leads.signal.any() else []),
            *person_notes(person, stated.sex),
        ),
        age=settle_age(person.age, stated.age),
        sex=stated.sex or person.sex,
        unread_age=person.unread_age,
        recorded_at=header.recorded_at,
        patient_hash=patient_hash(comments),
    )


def _unit_notes(in_file: set[str | None], stated: StatedMetadata) -> tuple[str, ...]:
    if None in in_file and stated.unit is None:
        return ("The header leaves the unit out, which by the WFDB standard means mV.",)
    return unit_warnings(in_file, stated)
