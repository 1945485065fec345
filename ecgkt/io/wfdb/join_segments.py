"""The segments of one WFDB record, each read as a record, one after the other."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.units import split_unit
from ecgkt.io.wfdb.header import WfdbHeader, parse_header
from ecgkt.io.wfdb.lead_rows import Piece, find_file, read_piece
from ecgkt.io.wfdb.master import Master, Segment
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.vocab.lead_names import lead_name

Rows = dict[str, NDArray[np.float32]]


def join_segments(
    master: Master, files: Sequence[UploadedFile], stated: StatedMetadata
) -> tuple[list[Piece], Rows]:
    """
    Read all segments.

    Parameters
    ----------
    master : Master
        Names and lengths; the caller has held their sum against the limits.
    files : sequence of UploadedFile
        Headers and data files of the segments.
    stated : StatedMetadata
        As in `read_ecg`.

    Returns
    -------
    tuple of (list of Piece, dict of str to numpy.ndarray of shape (n_samples,))
        What was read, and each lead in mV, NaN in gaps and where a segment lacks it.

    Raises
    ------
    RecordError
        If a segment is missing, cannot be read, or is of another rate or length; if
        none holds a lead.
    """
    n_samples = sum(segment.n_samples for segment in master.segments)
    rows: Rows = {}
    pieces: list[Piece] = []
    start = 0
    for segment in master.segments:
        stop = start + segment.n_samples
        header = _header(segment, files)
        if header is not None and _has_leads(header):
            piece = read_piece(header, files, stated)
            _check(piece, segment, master)
            for lead, row in piece.rows.items():
                empty = np.full(n_samples, np.nan, np.float32)
                rows.setdefault(lead, empty)[start:stop] = row
            # Joined already: what is kept of it are its facts.
            pieces.append(piece._replace(rows={}))
        start = stop
    if not pieces:
        raise RecordError(
            "None of the segments of this WFDB record holds a lead of an ECG. Upload "
            "one that does."
        )
    return pieces, rows


def segment_notes(master: Master) -> tuple[str, ...]:
    """Say of how many segments a record was made, and that gaps are missing."""
    held = [one for one in master.segments if one.name is not None and one.n_samples]
    gaps = [one for one in master.segments if one.name is None]
    said = f"The recording was put together from {len(held)} segments"
    said += f", with {len(gaps)} gap{'s' * (len(gaps) > 1)} between" if gaps else ""
    return (f"{said}.",)


def _header(segment: Segment, files: Sequence[UploadedFile]) -> WfdbHeader | None:
    """Return a segment's header; a gap and a mere layout have no samples to read."""
    if segment.name is None or not segment.n_samples:
        return None
    return parse_header(find_file(f"{segment.name}.hea", files).content)


def _has_leads(header: WfdbHeader) -> bool:
    return any(lead_name(split_unit(signal.name)[0]) for signal in header.signals)


def _check(piece: Piece, segment: Segment, master: Master) -> None:
    if piece.fs != master.fs or piece.n_samples != segment.n_samples:
        raise RecordError(
            "A segment of this WFDB record is of another length or sampling frequency "
            "than the record's header says. Copy all of its files again."
        )
