"""Findings that mark single beats: premature ones, and the order in which they come."""

from collections.abc import Iterator, Sequence

from ecgkt.measure.ectopy import RUN_RATE, EctopicBeat, Kind
from ecgkt.measure.findings.parts import (
    WHOLE_LEADS,
    Spans,
    make_finding,
    value_of,
    with_number,
)
from ecgkt.measure.measure_ecg import EcgMeasurements
from ecgkt.types.measurements import Finding

AROUND_R = (0.1, 0.3)
"""Seconds before and after R that are marked: QRS and T of a premature beat."""
COUNTS: dict[Kind, str] = {
    "wide": "wide_premature_beats",
    "narrow": "narrow_premature_beats",
}
IN_A_ROW = 3
"""Premature beats that keep an order, from which it has a name; three wide ones that
follow each other are a run."""


def ectopy_findings(ecg: EcgMeasurements) -> Iterator[Finding]:
    """Judge premature beats, one by one and in their order."""
    if value_of(ecg, COUNTS["wide"]) is None or ecg.is_paced:
        return
    for kind in COUNTS:
        beats = ecg.ectopy.of_kind(kind)
        if beats:
            yield _marked(ecg, f"{kind}_premature", _early(ecg, kind), beats, kind)
            yield from _ordered(ecg, kind, beats)
    yield from _groups(ecg)
    yield from _interpolated(ecg)


def _early(ecg: EcgMeasurements, kind: Kind) -> str:
    beats = ecg.ectopy.of_kind(kind)
    shape = (
        "of another shape than the others" if kind == "wide" else "of the usual shape"
    )
    facts = [
        _said("P before", [beat.has_p for beat in beats]),
        _said("a compensatory pause after", _pauses(beats)),
    ]
    rest = "; ".join(fact for fact in facts if fact)
    verb = "comes" if len(beats) == 1 else "come"
    count = with_number(ecg, COUNTS[kind])
    return f"{count} of {ecg.ectopy.n_beats} {verb} early, {shape}" + (
        f"; {rest}." if rest else "."
    )


def _pauses(beats: Sequence[EctopicBeat]) -> list[bool | None]:
    return [beat.pause == "full" if beat.pause else None for beat in beats]


def _said(what: str, answers: Sequence[bool | None]) -> str:
    """Say of how many something holds; nothing where nobody looked."""
    known = [answer for answer in answers if answer is not None]
    if not known:
        return ""
    if all(known):
        return f"{what} each"
    return f"{what} some" if any(known) else f"no {what.removeprefix('a ')} any"


def _groups(ecg: EcgMeasurements) -> Iterator[Finding]:
    groups = ecg.ectopy.groups()
    pairs = [group for group in groups if len(group) == IN_A_ROW - 1]
    runs = [group for group in groups if is_run(group)]
    longest = f"{with_number(ecg, 'longest_run_beats')} in a row"
    if runs:
        beats = [beat for group in runs for beat in group]
        text = f"Wide premature beats come as a run, at most {longest}."
        yield _marked(ecg, "wide_run", text, beats)
    elif pairs:
        beats = [beat for group in pairs for beat in group]
        text = f"Wide premature beats come as couplets, at most {longest}."
        yield _marked(ecg, "couplet", text, beats)


def is_run(group: Sequence[EctopicBeat]) -> bool:
    """Tell whether beats that follow each other are a run of tachycardia."""
    if len(group) < IN_A_ROW:
        return False
    mean = (group[-1].time - group[0].time) / (len(group) - 1)
    return mean < 60 / RUN_RATE


def _ordered(
    ecg: EcgMeasurements, kind: Kind, beats: Sequence[EctopicBeat]
) -> Iterator[Finding]:
    for every, code, word in ((2, "bigeminy", "second"), (3, "trigeminy", "third")):
        regular = every_nth([beat.number for beat in beats], every)
        if regular:
            marked = [beat for beat in beats if beat.number in regular]
            text = (
                f"Every {word} beat comes early for a while "
                f"({with_number(ecg, COUNTS[kind])} in all)."
            )
            yield _marked(ecg, code, text, marked, kind)


def every_nth(numbers: Sequence[int], every: int) -> frozenset[int]:
    """
    Find beats that keep one distance.

    Parameters
    ----------
    numbers : sequence of int
        Places of beats among all, ascending.
    every : int
        The distance.

    Returns
    -------
    frozenset of int
        Those of at least three in a row; empty if there are none.

    Examples
    --------
    >>> sorted(every_nth([1, 3, 5, 10, 12], 2))
    [1, 3, 5]
    """
    found: set[int] = set()
    known = set(numbers)
    for number in numbers:
        row = [number + every * step for step in range(IN_A_ROW)]
        if known.issuperset(row):
            found.update(row)
    return frozenset(found)


def _interpolated(ecg: EcgMeasurements) -> Iterator[Finding]:
    beats = [beat for beat in ecg.ectopy.of_kind("wide") if beat.pause == "none"]
    if beats:
        count = with_number(ecg, COUNTS["wide"])
        text = f"Of {count} some stand between two beats that come in time."
        yield _marked(ecg, "interpolated", text, beats)


def _marked(
    ecg: EcgMeasurements,
    code: str,
    text: str,
    beats: Sequence[EctopicBeat],
    kind: Kind | None = None,
) -> Finding:
    return make_finding(
        ecg,
        code,
        text,
        measure=COUNTS[kind] if kind else "",
        spans=beat_spans(ecg, [beat.time for beat in beats]),
        times=tuple(round(beat.time, 4) for beat in beats),
    )


def beat_spans(ecg: EcgMeasurements, times: Sequence[float]) -> Spans:
    """Point at single beats, in leads that between them see the whole heart."""
    before, after = AROUND_R
    duration = float(ecg.duration)
    return tuple(
        (lead, round(max(0.0, time - before), 4), round(min(duration, time + after), 4))
        for lead in WHOLE_LEADS
        for time in times
    )
