"""What a score leaves open, in words: of one score, and of all statements."""

from typing import Any

from ecgkt.report.share_words import NONE, share_text
from ecgkt.results.doubt import DoubtTable, LabelLimits
from ecgkt.results.shares import Share
from ecgkt.types.reading import Score
from ecgkt.vocab.statements import DIAGNOSES, SUPERCLASSES

_NAMES = {**{one.code: one.name for one in DIAGNOSES}, **SUPERCLASSES}


def open_text(score: Score, limits: LabelLimits | None) -> str:
    """
    Say whether a score is unusual with or without its statement, or leaves it open.

    It speaks beside the verdict, which goes by the threshold, and never calls an ECG.

    Parameters
    ----------
    score : Score
        Of one ECG.
    limits : LabelLimits or None
        Of the same statement.

    Returns
    -------
    str
        One sentence; empty where nothing was measured.
    """
    if limits is None or limits.ends is None:
        return ""
    first, last = limits.ends
    if score.probability > last:
        return "High for an ECG without it: nine in ten of them score lower."
    if score.probability < first:
        return "Low for an ECG with it: nine in ten of them score higher."
    return (
        f"Left open: nine in ten ECGs with it score {limits.low:.2g} or more, nine in "
        f"ten without it {limits.high:.2g} or less."
    )


def limit_rows(table: DoubtTable) -> list[dict[str, str]]:
    """Return one line per statement with limits, most often left open first."""
    rows = [row for row in table.labels if row.open is not None]
    return [
        {
            "Statement": f"{_NAMES[row.code]} ({row.code})",
            "Limits": f"{row.low:.2g} and {row.high:.2g}",
            "Left open": _text(row.open),
            "Kept of ECGs with it": _text(row.kept_present),
            "Kept of ECGs without it": _text(row.kept_absent),
        }
        for row in sorted(rows, key=_openness, reverse=True)
    ]


def referral_text(table: DoubtTable) -> str:
    """Say what the readings refer."""
    referral = table.referral
    return (
        f"Referred: {share_text(referral.referred)} of the held-out ECGs, those of a "
        f"doubt of {referral.limit:.2f} nats or more over the five super-classes, "
        f"which a tenth of the tuning ECGs exceeds. A super-class is wrong in "
        f"{share_text(referral.wrong_referred)} of them, and in "
        f"{share_text(referral.wrong_kept)} of the others."
    )


def _openness(row: LabelLimits) -> float:
    return row.open.share or 0.0 if row.open else 0.0


def _text(share: Share | None) -> str:
    return NONE if share is None else share_text(share)


def rule_text(table: DoubtTable) -> str:
    """Say how the limits were made, and how well the rule keeps its level."""
    again = table.resplits
    if again.mean is None or again.sd is None:
        return table.rule
    return (
        f"{table.rule} Where the tuning split is halved {again.n} times, by patient, "
        f"limits of one half keep {again.mean:.1%} (SD {again.sd:.1%}) of the other, "
        f"where {table.level:.0%} is promised."
    )


def summarise(document: dict[str, Any]) -> str:
    """
    Write the document as a table, for people.

    Parameters
    ----------
    document : dict
        Schema ecgkt.doubt/1.

    Returns
    -------
    str
    """
    table = DoubtTable.from_dict(
        {name: value for name, value in document.items() if name != "schema"}
    )
    lines = [rule_text(table)]
    for row in limit_rows(table):
        name, limits, *rest = row.values()
        lines.append(f"{name:<64}{limits:<16}" + "  ".join(f"{c:<28}" for c in rest))
    lines.append(referral_text(table))
    return "\n".join(line.rstrip() for line in lines)
