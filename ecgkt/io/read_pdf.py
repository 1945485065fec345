"""PDF prints whose traces are lines: the points of the lines become samples again."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ecgkt.errors import RecordError
from ecgkt.io.assemble import Found, assemble
from ecgkt.io.pdf.document import read_document
from ecgkt.io.pdf.even import Sampled, sample_strips
from ecgkt.io.pdf.own_sheet import OwnSheet, read_own_sheet
from ecgkt.io.pdf.print_person import read_person_of
from ecgkt.io.pdf.strips import Page, Strip, read_page
from ecgkt.io.pdf.together import show_same_seconds
from ecgkt.types.record import TOGETHER_S, EcgRecord, Floats
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.vocab.leads import LEADS

COARSE_UV = 2.0
"""Steps of carts are up to 5 µV; below this one nobody would see them."""


class _Taken(NamedTuple):
    """What is taken of all pages: rows on one clock, and what has to be said."""

    sampled: Sampled
    strips: tuple[Strip, ...]
    notes: tuple[str, ...]


def read_pdf(file: UploadedFile, stated: StatedMetadata) -> EcgRecord:
    """
    Read the traces of a print.

    Parameters
    ----------
    file : UploadedFile
        A PDF whose traces are lines; not a scan.
    stated : StatedMetadata
        As in `read_ecg`.

    Returns
    -------
    EcgRecord
        At the rate of the points that were printed. Leads that were printed one after
        the other hold NaN outside of their own seconds, and `is_staggered` says so.

    Raises
    ------
    RecordError
        If nothing is a trace, or names or scale of the traces cannot be told.
    """
    pages, keywords = read_document(file.content)
    own = read_own_sheet(keywords)
    read = [read_page(marks, own) for marks in pages]
    used = [place for place, page in enumerate(read) if page.strips]
    if not used:
        raise RecordError(_nothing(read, any(marks.n_pictures for marks in pages)))
    taken = _take([read[place] for place in used])
    rows = taken.sampled.rows
    found = Found(
        labels=list(rows),
        rows=list(rows.values()),
        units=["mV"] * len(rows),
        fs=taken.sampled.fs,
        person=read_person_of([word for marks in pages for word in marks.words]),
        warnings=(*_lost(read[used[0]], taken, own), *taken.notes),
    )
    record = assemble(found, file, stated, name="pdf")
    return replace(record, is_staggered=_is_staggered(taken.strips))


def _nothing(pages: Sequence[Page], has_picture: bool) -> str:
    """Say what a PDF without strips is."""
    if any(page.n_unnamed for page in pages):
        return (
            "On a print of an ECG the name of its lead stands beside each trace, as "
            "text; this PDF has lines and no such names. Print it with its names."
        )
    if has_picture:
        return (
            "This PDF is a scan or holds a picture of an ECG, not its traces as lines: "
            "samples are not read from pictures. Print the ECG from the recorder's "
            "program as PDF, or export its samples."
        )
    return (
        "This PDF holds no ECG: a page with traces as lines and the names of their "
        "leads is expected, none was found. Print the resting ECG."
    )


def _take(pages: Sequence[Page]) -> _Taken:
    """Put the pages together: those that show the same seconds, and no others."""
    first = _longest(pages[0].strips)
    sampled = sample_strips(first)
    notes: list[str] = []
    taken, is_matched = list(first), False
    for page in pages[1:]:
        more = [
            strip
            for strip in _longest(page.strips)
            if strip.lead not in {one.lead for one in taken}
        ]
        if not more:
            continue
        if _are_together(sampled, taken, more):
            taken += more
            is_matched = True
        else:
            names = ", ".join(strip.lead for strip in more)
            notes.append(
                f"{names} stand on a page of other seconds than the first and are not "
                "used."
            )
    if is_matched:
        notes.append(
            "The print does not say that its pages show the same seconds; their beats "
            "agree, so they were read together."
        )
    return _Taken(sample_strips(taken), tuple(taken), tuple(notes))


def _longest(strips: Sequence[Strip]) -> list[Strip]:
    """Of a lead in a column and below it take the rhythm strip."""
    best: dict[str, Strip] = {}
    for strip in strips:
        other = best.get(strip.lead)
        if other is None or _length(strip) > _length(other):
            best[strip.lead] = strip
    return list(best.values())


def _length(strip: Strip) -> float:
    return strip.end_s - strip.start_s


def _are_together(
    sampled: Sampled, taken: Sequence[Strip], more: Sequence[Strip]
) -> bool:
    if _is_staggered([*taken, *more]):
        return False
    one, other = sampled, sample_strips(more)
    if abs(one.fs - other.fs) > 1e-3 * one.fs:
        return False
    return show_same_seconds(_signal(one), _signal(other), one.fs)


def _signal(sampled: Sampled) -> Floats:
    return np.stack(list(sampled.rows.values()))


def _is_staggered(strips: Sequence[Strip]) -> bool:
    """Tell whether leads of the twelve begin or end apart from each other."""
    times = np.array([(s.start_s, s.end_s) for s in strips if s.lead in LEADS])
    return bool(len(times) and np.ptp(times, axis=0).max() > TOGETHER_S)


def _lost(page: Page, taken: _Taken, own: OwnSheet) -> tuple[str, ...]:
    """Say what a print keeps of a recording, and what it loses."""
    scale = page.scale
    assert scale is not None
    rates = [(strip.n_points - 1) / _length(strip) for strip in taken.strips]
    low, high = (f"{round(rate, 1):g}" for rate in (min(rates), max(rates)))
    points = low if low == high else f"{low} to {high}"
    gains = " and ".join(f"{gain:g}" for gain in scale.gains)
    coarse = _coarse_step(taken.strips)
    notes = [
        f"Read from the lines of a print at {scale.speed:g} mm/s and {gains} mm/mV: "
        f"{points} points per second in each lead{coarse}; what lay between them is "
        "lost."
    ]
    if _is_staggered(taken.strips):
        notes.append(
            "The leads follow each other, and of each only its own seconds are there: "
            f"{_spans(taken.strips)}."
        )
    if not taken.sampled.is_even:
        notes.append(
            f"The points are not evenly spaced; {taken.sampled.fs:g} samples per "
            "second were taken from the lines between them."
        )
    if not scale.has_grid:
        notes.append(
            "The print has no grid of lines: its scale holds if the page is in its own "
            "size."
        )
    if not page.has_zero:
        notes.append("0 mV is not marked: it was put at the median of each lead.")
    if own.cut:
        notes.append(
            f"The report had cut the extremes of {', '.join(own.cut)}: they are lost."
        )
    return tuple(notes)


def _spans(strips: Sequence[Strip]) -> str:
    """Name the seconds of each lead, those of one column together."""
    leads: dict[str, list[str]] = {}
    for strip in strips:
        span = f"{strip.start_s:.1f}–{strip.end_s:.1f} s"
        leads.setdefault(span, []).append(strip.lead)
    return "; ".join(f"{', '.join(names)} {span}" for span, names in leads.items())


def _coarse_step(strips: Sequence[Strip]) -> str:
    """Name the step between voltages where it is larger than a recorder's."""
    heights = [piece[:, 1].round(4) for strip in strips for piece in strip.pieces]
    steps = [np.diff(np.unique(height)) for height in heights]
    least = 1000 * min((float(step.min()) for step in steps if step.size), default=0.0)
    return f", voltages in steps of {least:.2g} µV" if least >= COARSE_UV else ""
