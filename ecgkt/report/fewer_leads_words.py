"""What fewer leads tell, in a clinician's words, and how far that can be trusted."""

from collections.abc import Sequence

from ecgkt.results.fewer_leads import FewerLeadsTable
from ecgkt.types.reading import FewerLeadsReading, Reading, Score
from ecgkt.vocab.lead_sets import CHEST, LEAD_SETS, LIMB
from ecgkt.vocab.leads import INDEPENDENT_LEADS

FLOOR = 0.7
"""Least lower end of a statement's AUROC from these leads; below it nothing is told."""
SECOND_RANK = (
    "Second to a reading of all leads: not detected is not ruled out, and no "
    "laboratory value is estimated."
)
NO_LEAD = (
    f"Nothing can be estimated from these leads: one of {', '.join(INDEPENDENT_LEADS)} "
    "is needed, or two limb leads."
)
NOT_RECORDED = "Estimated, dashed: not recorded, not measured."


def heading(fewer: FewerLeadsReading) -> str:
    """
    Name the block, with the leads that were seen.

    Examples
    --------
    >>> from ecgkt.types.reading import ModelIdentity
    >>> model = ModelIdentity(name="m", version="1", sha256="0")
    >>> heading(FewerLeadsReading(leads=("I", "II"), measured_on="I, II", model=model,
    ...     scores=()))
    'Estimated from fewer leads (I, II)'
    """
    return f"Estimated from fewer leads ({', '.join(fewer.leads)})"


def tellable(fewer: FewerLeadsReading) -> list[Score]:
    """Return the statements that are validated and told well enough by such leads."""
    return [
        score
        for score in fewer.scores
        if score.validated and score.auroc_ci and score.auroc_ci[0] >= FLOOR
    ]


def told(fewer: FewerLeadsReading) -> list[Score]:
    """Return those of them above their thresholds, the surest first."""
    positive = [score for score in tellable(fewer) if score.positive]
    # Sinus rhythm is sorted last because it is nearly always positive.
    return sorted(positive, key=lambda score: (score.code == "SR", -score.probability))


def sentence(fewer: FewerLeadsReading) -> str:
    """Say what these leads tell, in one sentence without a number."""
    names = [score.name for score in told(fewer)]
    if names:
        return f"{_source(fewer)}: {', '.join(names)}."
    if tellable(fewer):
        return f"{_source(fewer)}: nothing that can be told from them was detected."
    return f"{_source(fewer)}: no statement can be told."


def _source(fewer: FewerLeadsReading) -> str:
    if len(fewer.leads) == 1:
        return f"Estimated from lead {fewer.leads[0]} alone"
    leads = fewer.leads
    if leads == LIMB:
        return "Estimated from leads I and II, which determine the six limb leads"
    missing = [lead for lead in INDEPENDENT_LEADS if lead not in leads]
    if len(missing) == 1:
        return f"Estimated without lead {missing[0]}"
    return f"Estimated from leads {', '.join(leads)}"


def reach_text(fewer: FewerLeadsReading) -> str:
    """Say of how many statements something can be told at all, and the floor."""
    return (
        f"{len(tellable(fewer))} of {len(fewer.scores)} statements can be told from "
        f"such leads: at least 50 held-out ECGs carry them, and the interval of AUROC "
        f"begins at {FLOOR:g} or higher."
    )


def validity_text(fewer: FewerLeadsReading) -> str:
    """Say who read, and whose validity is shown: that of these leads, or of fewer."""
    (measured,) = [one for one in LEAD_SETS if one.name == fewer.measured_on]
    if measured.leads == fewer.leads:
        validity = "Threshold and AUROC were measured with these leads alone."
    else:
        validity = (
            "This set of leads was not measured: threshold and AUROC are those of the "
            f"largest measured one within it ({measured.name})."
        )
    if not fewer.estimated:
        return validity
    named = ", ".join(fewer.estimated)
    return f"Read by the main model with estimates in the place of {named}. {validity}"


def estimable(reading: Reading) -> tuple[str, ...]:
    """Return the chest leads that can be estimated for the eye: I and II are there."""
    if reading.fewer_leads is None or not set(LIMB) <= set(reading.fewer_leads.leads):
        return ()
    return tuple(lead for lead in CHEST if lead not in reading.fewer_leads.leads)


def estimate_text(table: FewerLeadsTable | None, leads: Sequence[str]) -> str:
    """
    Say how near estimates of leads came to what was recorded.

    Parameters
    ----------
    table : FewerLeadsTable or None
        None leaves the figures out.
    leads : sequence of str
        Chest leads that are estimated; one is the only lead that is missing, more are
        judged by what I and II alone give.

    Returns
    -------
    str
    """
    if table is None:
        return NOT_RECORDED
    source = f"all but {leads[0]}" if len(leads) == 1 else "I, II"
    rows = [
        row
        for row in table.filled["held_out"]
        if row.source == source and row.lead in leads
    ]
    parts = []
    for row in rows:
        is_regressed = (row.source, row.lead) in table.regressed
        shipped = row.regression if is_regressed else row.network
        parts.append(
            f"{row.lead} {shipped.r.value:.2f} and {shipped.rmse_uv.value:.0f} µV"
        )
    if not parts:
        return NOT_RECORDED
    named = "the other seven" if len(leads) == 1 else "I and II alone"
    return (
        f"{NOT_RECORDED} Correlation with the recorded lead and typical error on "
        f"held-out ECGs, from {named}: {'; '.join(parts)}."
    )
