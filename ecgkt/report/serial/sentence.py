"""One sentence on what changed, by fixed rules; nothing within repeat error is told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from ecgkt.report.impression.evidence import Evidence
from ecgkt.report.impression.impression import slot_parts
from ecgkt.report.impression.part import Part
from ecgkt.report.impression.rhythm import rhythm_parts
from ecgkt.report.serial.measured import lead_of_measure
from ecgkt.types.comparison import Change
from ecgkt.types.reading import Reading
from ecgkt.vocab.clauses import AXIS, CONDUCTION, ECTOPY, HYPERTROPHY, INFARCTION, ST_T
from ecgkt.vocab.findings import FINDINGS, number_text, with_unit
from ecgkt.vocab.leads import LEADS

SLOTS = (ECTOPY, CONDUCTION, AXIS, HYPERTROPHY, INFARCTION, ST_T)
BY_NUMBER = {
    *("QRS at the upper limit", "short PR", "long P"),
    *("left axis deviation", "right axis deviation", "marked left axis deviation"),
    *("extreme axis deviation",),
}
"""Words that only say on which side of a limit a number lies: the number is told."""
TOLD = {
    "heart_rate_bpm": ("rate", "faster", "slower"),
    "pr_ms": ("PR", "longer", "shorter"),
    "qrs_ms": ("QRS", "longer", "shorter"),
    "qtc_fridericia_ms": ("QTc", "longer", "shorter"),
    "axis_degrees": ("QRS axis", "turned right", "turned left"),
}
"""Measurements that the sentence tells: name, and words for more and for less."""
OF_LEADS = {
    "st": ("ST", "higher", "lower", 0.05),
    "t": ("T", "higher", "lower", 0.1),
}
"""Name, words for more and for less, and the least change in mV that is told: the
smallest limits of the Universal Definition for ST and of T inversion."""
NEIGHBOURS = (
    ("aVL", "I", "aVR", "II", "aVF", "III"),
    ("V1", "V2", "V3", "V4", "V5", "V6"),
)
"""Leads in the order of their axes: two that stand side by side are neighbours."""
BLOCKS = (
    *("complete left bundle branch block", "complete right bundle branch block"),
    *("intraventricular conduction delay", "pre-excitation"),
)
"""Words of what changes ST and T by itself."""
WIDE_QRS = 120.0
"""ms from which on ST and T follow the conduction: Rautaharju et al., AHA/ACCF/HRS part
IV, Circulation 2009;119:e241."""
KIN = {"voltage of left ventricular hypertrophy": "left ventricular hypertrophy"}
"""What says less, and what says more: where that came or went, it is not told."""
UNNAMED = {
    *("rhythm", "rhythm not determined", "rhythm without P waves"),
    *("regular rhythm", "irregular rhythm"),
}
"""Rhythms of which no more is known: another such word is no change to be told."""
NOTHING = "No change beyond repeat error"
INCOMPARABLE = "Nothing could be compared"
FOLLOWS = "ST, T and signs of hypertrophy are not told: they follow the changed QRS."


def sentence_of(
    before: Reading, after: Reading, changes: Mapping[str, Change]
) -> tuple[str, tuple[str, ...]]:
    """
    Say what changed between two readings that were both measured.

    Rhythm, then what is new, what is no more, rate, PR, QRS, QTc and axis, ST and T. A
    part is new only if a measurement or a score behind it changed beyond repeat error;
    one that the model alone says is "possible". ST and T need two neighbouring leads.

    Parameters
    ----------
    before, after : Reading
        Of one patient.
    changes : mapping of str to Change
        By name: measurements, and statements by their code.

    Returns
    -------
    sentence : str
        With a second one on what could not be compared.
    notes : tuple of str
        What the sentence leaves out by a rule.
    """
    first, second = Evidence(before), Evidence(after)
    earlier, later = _parts(first), _parts(second)
    clauses = list(_rhythm(rhythm_parts(first)[0], rhythm_parts(second)[0], changes))
    new = [p for words, p in later.items() if words not in earlier]
    gone = [p for words, p in earlier.items() if words not in later]
    new = [part for part in new if _is_sure(part, changes)]
    gone = [part for part in gone if _is_sure(part, changes)]
    widest = max(first.value("qrs_ms") or 0.0, second.value("qrs_ms") or 0.0)
    follows = _follows(changes, (*new, *gone), widest)
    if follows:
        new, gone = _without_voltage(new), _without_voltage(gone)
    new, gone = _without_kin(new, gone), _without_kin(gone, new)
    told = {FINDINGS[f.code].measure for part in (*new, *gone) for f in part.findings}
    told = {name for name in told if name in ("pr_ms", "qrs_ms")}
    clauses += [
        f"{_maybe(part)}new {part.words}{_from_to(part, changes)}" for part in new
    ]
    clauses += [f"no longer {part.words}{_from_to(part, changes)}" for part in gone]
    numbers = list(_numbers(changes, told))
    numbers += [] if follows else list(_lead_numbers(changes))
    if numbers:
        numbers[0] = numbers[0].replace(" (±", ", beyond repeat error (±", 1)
    clauses += numbers
    sentence = "; ".join(clauses) if clauses else _nothing(changes)
    missing = _missing(changes)
    tail = f" Not compared: {', '.join(missing)}." if missing else ""
    return f"{sentence[:1].upper()}{sentence[1:]}.{tail}", (FOLLOWS,) if follows else ()


def _parts(evidence: Evidence) -> dict[str, Part]:
    """Return what a reading says beside its rhythm, by its words."""
    parts = (part for slot in SLOTS for part in slot_parts(evidence, slot))
    return {p.words: p for p in parts if p.clause and p.words not in BY_NUMBER}


def _rhythm(before: Part, after: Part, changes: Mapping[str, Change]) -> Iterator[str]:
    first, second = _kind_of_rhythm(before), _kind_of_rhythm(after)
    if first == second or {first, second} & UNNAMED:
        return
    sure = [part for part in (before, after) if _is_sure(part, changes)]
    if sure or second == "paced rhythm":
        yield f"{_maybe(after)}{second}, before {_maybe(before)}{first}"


def _kind_of_rhythm(part: Part) -> str:
    """Name a rhythm without what only says how fast it is."""
    words = part.words.partition(" with ")[0]
    for fast in ("tachycardia", "bradycardia"):
        words = words.replace(fast, "rhythm")
    return words


def _maybe(part: Part) -> str:
    return "possible " if part.source == "model" else ""


def _is_sure(part: Part, changes: Mapping[str, Change]) -> bool:
    """Tell whether anything behind a part changed by more than repeats do."""
    names = [score.code for score in part.scores]
    for finding in (*part.findings, *part.told):
        measure = FINDINGS[finding.code].measure
        leads = finding.leads if "{}" in measure else ("",)
        names += [measure.format(lead.lower()) for lead in leads]
    return any(name in changes and changes[name].is_beyond for name in names)


def _from_to(part: Part, changes: Mapping[str, Change]) -> str:
    """Return the two values behind a part of the conduction, in brackets."""
    for finding in part.findings:
        change = changes.get(FINDINGS[finding.code].measure)
        if change is not None and change.is_beyond and change.name in TOLD:
            return f" ({TOLD[change.name][0]} {change.from_to})"
    return ""


def _numbers(changes: Mapping[str, Change], told: set[str]) -> Iterator[str]:
    for name, (title, more, less) in TOLD.items():
        change = changes.get(name)
        if change is None or not change.is_beyond or name in told:
            continue
        difference = change.difference or 0.0
        word = more if difference > 0 else less
        yield f"{title} {word} by {with_unit(name, abs(difference))} ({change.error})"


def _lead_numbers(changes: Mapping[str, Change]) -> Iterator[str]:
    for kind, (title, more, less, least) in OF_LEADS.items():
        for sign, word in ((1, more), (-1, less)):
            moved = {
                lead_of_measure(name): change
                for name, change in changes.items()
                if name.startswith(f"{kind}_")
                and change.is_beyond
                and lead_of_measure(name)
                if sign * (change.difference or 0) >= least
            }
            leads = _neighbouring(moved.keys())
            if leads:
                most = max((moved[lead] for lead in leads), key=_size)
                limit = max(moved[lead].limit or 0 for lead in leads)
                size = with_unit(most.name, _size(most))
                yield (
                    f"{title} {word} in {', '.join(leads)} by up to {size} "
                    f"(±{number_text(most.name, limit)} mV)"
                )


def _size(change: Change) -> float:
    return abs(change.difference or 0.0)


def _neighbouring(leads: Iterable[str]) -> list[str]:
    """Return those of some leads that have a neighbour among them, in order."""
    found = set(leads)
    near = {
        lead
        for row in NEIGHBOURS
        for pair in pairwise(row)
        if set(pair) <= found
        for lead in pair
    }
    return [lead for lead in LEADS if lead in near]


def _follows(
    changes: Mapping[str, Change], parts: Sequence[Part], widest: float
) -> bool:
    """Tell whether a wide QRS itself changed, which ST and T follow."""
    qrs = changes.get("qrs_ms")
    is_changed = qrs is not None and qrs.is_beyond and widest >= WIDE_QRS
    return is_changed or any(part.words in BLOCKS for part in parts)


def _without_kin(parts: Sequence[Part], others: Sequence[Part]) -> list[Part]:
    """Leave out voltage alone where the hypertrophy itself came or went."""
    told = {part.words for part in others}
    return [part for part in parts if KIN.get(part.words) not in told]


def _without_voltage(parts: Sequence[Part]) -> list[Part]:
    """Leave out what is read from the height of a QRS that has another shape."""
    voltage = {row.words for row in (*HYPERTROPHY, *ST_T)}
    return [part for part in parts if part.words not in voltage]


def _nothing(changes: Mapping[str, Change]) -> str:
    judged = [
        title
        for name, (title, *_) in TOLD.items()
        if name in changes and changes[name].verdict == "within"
    ]
    if not judged:
        return INCOMPARABLE
    *others, last = judged
    told = f"{', '.join(others)} and {last}" if others else last
    return f"{NOTHING} in {told}"


def _missing(changes: Mapping[str, Change]) -> list[str]:
    return [
        title
        for name, (title, *_) in TOLD.items()
        if name in changes and changes[name].verdict == "unjudged"
    ]
