"""Leads by name, never by place: MIMIC-IV-ECG stores aVF before aVL."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.units import split_unit
from ecgkt.types.record import Signal
from ecgkt.vocab.lead_names import is_counted, lead_name, only_count
from ecgkt.vocab.leads import DERIVED_LEADS, LEADS


class TwelveLeads(NamedTuple):
    """
    Signals in the project's order.

    Attributes
    ----------
    signal : numpy.ndarray of shape (12, n_samples), float32
        In the unit of the rows given, in the order of `LEADS`; NaN where a lead is
        neither given nor computed.
    derived : tuple of str
        Leads that were computed from I and II.
    """

    signal: Signal
    derived: tuple[str, ...]


def find_leads(labels: Sequence[str]) -> dict[str, int]:
    """
    Find the leads among a file's signals.

    Parameters
    ----------
    labels : sequence of str
        One label per signal.

    Returns
    -------
    dict of str to int
        Place of each lead that is there, at least one.

    Raises
    ------
    RecordError
        If no lead is there, or one is there twice.

    Examples
    --------
    >>> find_leads(["II", "I", "v1", "Resp"])
    {'II': 0, 'I': 1, 'V1': 2}
    """
    places: dict[str, int] = {}
    counted = only_count(labels)
    for place, label in enumerate(labels):
        name = lead_name(label) or lead_name(split_unit(label)[0])
        lead = None if is_counted(label, counted) else name
        if lead in places:
            raise RecordError(
                f"Each lead must be there once; lead {lead} is there twice. Remove or "
                "rename one of them."
            )
        if lead is not None:
            places[lead] = place
    if not places:
        raise RecordError(
            f"Leads are read by their names, {', '.join(LEADS)}; none of them was "
            f"found among {len(labels)} signals. Give each signal the name of its lead."
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
    Put the leads in order and compute the dependent ones that follow from I and II.

    Parameters
    ----------
    rows : mapping of str to numpy.ndarray of shape (n_samples,)
        Voltage of each lead, all in one unit; at least one lead.

    Returns
    -------
    TwelveLeads

    References
    ----------
    .. [1] Malmivuo and Plonsey, "Bioelectromagnetism", Oxford University Press 1995,
       chapter 15 (Einthoven's law and Goldberger's augmented leads).

    Examples
    --------
    >>> rows = {"I": np.array([2.0]), "II": np.array([2.0])}
    >>> complete_leads(rows).signal[:7, 0].tolist()
    [2.0, 2.0, 0.0, -2.0, 1.0, 1.0, nan]
    """
    n_samples = len(next(iter(rows.values())))
    unknown = np.full(n_samples, np.nan)
    one, two = rows.get("I", unknown), rows.get("II", unknown)
    formulas = {
        "III": two - one,
        "aVR": -(one + two) / 2,
        "aVL": one - two / 2,
        "aVF": two - one / 2,
    }
    # With another pair of limb leads `derive_missing` computes the rest, and says so.
    has_both = {"I", "II"} <= set(rows)
    derived = tuple(lead for lead in DERIVED_LEADS if has_both and lead not in rows)
    complete = dict.fromkeys(LEADS, unknown) | formulas | dict(rows)
    signal = np.stack([complete[lead] for lead in LEADS]).astype(np.float32)
    return TwelveLeads(signal, derived)
