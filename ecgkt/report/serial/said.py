"""Changes of what the model says: statements, and shifts of laboratory values."""

from math import exp, log

from ecgkt.report.lab_words import ARROWS, lab_auroc_text
from ecgkt.report.serial.measured import NOT_SHIPPED, UNKNOWN
from ecgkt.results.repeatability import Limit, RepeatabilityTable
from ecgkt.types.comparison import Change
from ecgkt.types.reading import LabScore, Reading, Score
from ecgkt.vocab.labs import LAB_BY_NAME

CLOSEST = 1e-6
"""Closest that a probability comes to 0 and 1 before its log odds are taken."""
NOT_SCORED = "not scored: {}"


def statement_changes(
    before: Reading, after: Reading, table: RepeatabilityTable | None
) -> tuple[Change, ...]:
    """
    Compare the model's statements.

    Parameters
    ----------
    before, after : Reading
        Of one patient; a recording that is not scored, or paced, compares nothing.
    table : RepeatabilityTable or None
        Without it nothing is judged.

    Returns
    -------
    tuple of Change
        Those that either recording calls, or that changed beyond repeat error: what
        crossed its threshold first, then by the size of the change.
    """
    if before.is_paced or after.is_paced:
        return ()
    earlier = {score.code: score for score in before.diagnoses}
    rows = []
    for score in after.diagnoses:
        first = earlier.get(score.code)
        if first is None:
            continue
        change = _statement(first, score, table)
        has_crossed = first.positive != score.positive
        if (
            first.positive
            or score.positive
            or (change.is_beyond and _is_near(first, score))
        ):
            rows.append(
                (not (has_crossed and change.is_beyond), not change.is_beyond, change)
            )
    rows.sort(key=lambda row: (row[0], row[1], -abs(row[2].difference or 0)))
    return tuple(change for *_, change in rows)


def lab_changes(
    before: Reading, after: Reading, table: RepeatabilityTable | None
) -> tuple[Change, ...]:
    """
    Compare how the two ECGs shift the laboratory abnormalities.

    Parameters
    ----------
    before, after : Reading
        Of one patient; as for the statements.
    table : RepeatabilityTable or None
        Without it nothing is judged.

    Returns
    -------
    tuple of Change
        Of the heads that are shown; what changed beyond repeat error first.
    """
    if before.is_paced or after.is_paced:
        return ()
    earlier = {(lab.name, lab.direction): lab for lab in before.labs}
    rows = []
    for lab in after.labs:
        first = earlier.get((lab.name, lab.direction))
        if first is not None and lab.is_shown:
            rows.append(_lab(first, lab, table))
    rows.sort(key=lambda row: (not row.is_beyond, -abs(row.difference or 0)))
    return tuple(rows)


def log_odds(score: Score) -> float:
    """Return the log odds of a probability that is kept off 0 and 1."""
    p = min(max(score.probability, CLOSEST), 1 - CLOSEST)
    return log(p / (1 - p))


def _is_near(first: Score, score: Score) -> bool:
    return max(first.probability, score.probability) >= 0.5 * score.threshold


def _statement(first: Score, score: Score, table: RepeatabilityTable | None) -> Change:
    difference = log_odds(score) - log_odds(first)
    limit = table.statement_limit(score.code) if table else None
    doubt = "" if score.validated else " (not validated)"
    return Change(
        kind="statement",
        name=score.code,
        title=f"{score.name}{doubt}",
        before=_called(first),
        after=_called(score),
        difference=difference,
        change=f"odds {factor_text(difference)}",
        validity=f"threshold {score.threshold:.2f}, {_auroc(score)}",
        **_judged(difference, limit, table),  # type: ignore[arg-type]
    )


def _called(score: Score) -> str:
    return f"{score.probability:.2f}{', detected' if score.positive else ''}"


def _lab(first: LabScore, lab: LabScore, table: RepeatabilityTable | None) -> Change:
    difference = log(lab.likelihood_ratio / first.likelihood_ratio)
    limit = table.lab_limit(lab.name, lab.direction) if table else None
    known = LAB_BY_NAME.get(lab.name)
    return Change(
        kind="lab",
        name=f"{lab.name} {lab.direction}",
        title=f"{known.title if known else lab.name} {ARROWS[lab.direction]}",
        before=_shifted(first),
        after=_shifted(lab),
        difference=difference,
        change=factor_text(difference),
        validity=lab_auroc_text(lab.auroc, lab.auroc_ci),
        **_judged(difference, limit, table),  # type: ignore[arg-type]
    )


def _auroc(score: Score) -> str:
    if score.auroc is None:
        return "AUROC not measured"
    low, high = score.auroc_ci or (None, None)
    interval = "" if low is None or high is None else f" ({low:.3f}–{high:.3f})"
    return f"AUROC {score.auroc:.3f}{interval}"


def _shifted(lab: LabScore) -> str:
    return f"× {lab.likelihood_ratio:.2f}{', flagged' if lab.flagged else ''}"


def factor_text(difference: float) -> str:
    """
    Print a difference of logarithms as a factor.

    Parameters
    ----------
    difference : float
        Natural logarithm.

    Returns
    -------
    str

    Examples
    --------
    >>> factor_text(log(8.7)), factor_text(-log(2)), factor_text(9.5)
    ('× 8.7', '÷ 2', '× over 1000')
    """
    size = exp(min(abs(difference), 20.0))
    mark = "÷" if difference < 0 and f"{size:.3g}" != "1" else "×"
    return f"{mark} over 1000" if size > 1000 else f"{mark} {size:.3g}"


def _judged(
    difference: float, limit: Limit | None, table: RepeatabilityTable | None
) -> dict[str, object]:
    if limit is None:
        return {"reason": UNKNOWN if table else NOT_SHIPPED}
    return {
        "limit": limit.value,
        "error": f"×÷ {exp(limit.value):.3g}",
        "by": limit.by,
        "verdict": "beyond" if abs(difference) > limit.value else "within",
    }
