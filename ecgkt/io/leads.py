"""Leads by name, never by place: MIMIC-IV-ECG stores aVF before aVL."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.types.record import Signal
from ecgkt.vocab.leads import DERIVED_LEADS, INDEPENDENT_LEADS, LEADS

_BY_NAME = {lead.lower(): lead for lead in LEADS}
_PREFIX = re.compile(r"lead[\s_\-]{0,3}", re.IGNORECASE)


class TwelveLeads(NamedTuple):
    """
    Signals in the project's order.

    Attributes
    ----------
    signal : numpy.ndarray of shape (12, n_samples), float32
        In the unit of the rows given, in the order of `LEADS`.
    derived : tuple of str
        Leads that were computed from I and II.
    """

    signal: Signal
    derived: tuple[str, ...]


def lead_name(label: str) -> str | None:
    """
    Recognise a lead, in any case and with "lead" before it.

    Parameters
    ----------
    label : str
        As the file writes it.

    Returns
    -------
    str or None
        One of `LEADS`, or None.

    Examples
    --------
    >>> lead_name("AVR"), lead_name("Lead v1"), lead_name("MLII")
    ('aVR', 'V1', None)
    """
    return _BY_NAME.get(_PREFIX.sub("", label.strip(), count=1).strip().lower())


def find_leads(labels: Sequence[str]) -> dict[str, int]:
    """
    Find the twelve leads among a file's signals.

    Parameters
    ----------
    labels : sequence of str
        One label per signal.

    Returns
    -------
    dict of str to int
        Place of each lead that is there, at least of the eight independent ones.

    Raises
    ------
    RecordError
        If an independent lead is missing, or one lead is there twice.

    Examples
    --------
    >>> find_leads(["II", "I", "v1", "v2", "v3", "v4", "v5", "v6", "Resp"])["I"]
    1
    """
    places: dict[str, int] = {}
    for place, label in enumerate(labels):
        lead = lead_name(label)
        if lead in places:
            raise RecordError(
                f"Each lead must be there once; lead {lead} is there twice. Remove or "
                "rename one of them."
            )
        if lead is not None:
            places[lead] = place
    missing = [lead for lead in INDEPENDENT_LEADS if lead not in places]
    if missing:
        found = ", ".join(lead for lead in LEADS if lead in places) or "none of them"
        raise RecordError(
            f"Leads I, II and V1 to V6 are needed, by these names; missing: "
            f"{', '.join(missing)}. Found: {found}, among {len(labels)} signals. "
            "Export all leads, or correct their names."
        )
    return places


def unused_warnings(n_unused: int, what: str) -> tuple[str, ...]:
    """
    Say so where a file holds more than the twelve leads.

    Their names are not repeated: they are foreign text.

    Parameters
    ----------
    n_unused : int
        How many.
    what : str
        What they are: "signal" or "column".

    Returns
    -------
    tuple of str
        At most one sentence.

    Examples
    --------
    >>> unused_warnings(1, "signal")
    ('1 further signal of the file is not used.',)
    """
    if not n_unused:
        return ()
    verb = "is" if n_unused == 1 else "are"
    plural = "" if n_unused == 1 else "s"
    return (f"{n_unused} further {what}{plural} of the file {verb} not used.",)


def complete_leads(rows: Mapping[str, NDArray[np.floating[Any]]]) -> TwelveLeads:
    """
    Put the leads in order and compute the dependent ones that are missing.

    Parameters
    ----------
    rows : mapping of str to numpy.ndarray of shape (n_samples,)
        Voltage of each lead, all in one unit; the independent leads at least.

    Returns
    -------
    TwelveLeads

    References
    ----------
    .. [1] Malmivuo and Plonsey, "Bioelectromagnetism", Oxford University Press 1995,
       chapter 15 (Einthoven's law and Goldberger's augmented leads).

    Examples
    --------
    >>> rows = {lead: np.array([2.0]) for lead in INDEPENDENT_LEADS}
    >>> complete_leads(rows).signal[:6, 0].tolist()
    [2.0, 2.0, 0.0, -2.0, 1.0, 1.0]
    """
    one, two = rows["I"], rows["II"]
    formulas = {
        "III": two - one,
        "aVR": -(one + two) / 2,
        "aVL": one - two / 2,
        "aVF": two - one / 2,
    }
    derived = tuple(lead for lead in DERIVED_LEADS if lead not in rows)
    complete = formulas | dict(rows)
    signal = np.stack([complete[lead] for lead in LEADS]).astype(np.float32)
    return TwelveLeads(signal, derived)
