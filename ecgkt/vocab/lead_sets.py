"""Sets of recorded leads for which scores of fewer leads are measured."""

from collections.abc import Iterable
from typing import NamedTuple

from ecgkt.vocab.leads import INDEPENDENT_LEADS

LIMB = INDEPENDENT_LEADS[:2]
CHEST = INDEPENDENT_LEADS[2:]


class LeadSet(NamedTuple):
    """
    Some of the eight independent leads.

    Attributes
    ----------
    name : str
        As it is written; a leads's own name for a set of one.
    leads : tuple of str
        In the order of `INDEPENDENT_LEADS`.
    """

    name: str
    leads: tuple[str, ...]


def _all_but(lost: str) -> tuple[str, ...]:
    return tuple(lead for lead in INDEPENDENT_LEADS if lead != lost)


LEAD_SETS: tuple[LeadSet, ...] = (
    *(LeadSet(lead, (lead,)) for lead in INDEPENDENT_LEADS),
    LeadSet("I, II", LIMB),
    *(LeadSet(f"I, II, {lead}", (*LIMB, lead)) for lead in CHEST),
    LeadSet("V1-V6", CHEST),
    *(LeadSet(f"all but {lead}", _all_but(lead)) for lead in INDEPENDENT_LEADS),
)
"""The measured sets, smaller ones first. III, aVR, aVL and aVF follow from I and II: the
limb leads together are "I, II"."""


def measured_set(leads: Iterable[str]) -> LeadSet | None:
    """
    Find the largest measured set that some leads contain.

    Parameters
    ----------
    leads : iterable of str
        That were recorded; only independent ones count.

    Returns
    -------
    LeadSet or None
        None without any independent lead; the first of equally large ones.

    Examples
    --------
    >>> measured_set(("I", "II", "III", "V2", "V5")).name
    'I, II, V2'
    """
    there = set(leads)
    within = [one for one in LEAD_SETS if there.issuperset(one.leads)]
    return max(within, key=lambda one: len(one.leads), default=None)
