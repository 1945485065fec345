"""How often the gates catch what is planted, and how often they alarm without cause."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.evaluation.shares import share
from ecgkt.measure.pacing import MIN_FS, find_spikes, judge_pacing
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.preprocess.electrode_swap import SWAPS, swap_electrodes
from ecgkt.quality.clipping import clipped_leads
from ecgkt.quality.inspected import without_baseline
from ecgkt.quality.lead_reversal import find_reversal
from ecgkt.quality.reversal_terms import twelve_leads
from ecgkt.types.record import Signal

ARMS = SWAPS[0]
CUT_AT = (0.5, 0.8)
"""Shares of a lead's own largest deflection at which it is cut."""
CUT_LEADS = (1, 3, 7)
"""Rows of II, V2 and V6, which are cut one at a time."""


def reversal_figures(
    signals: list[Signal], fs: float, labels: Mapping[str, NDArray[np.bool_]]
) -> dict[str, Any]:
    """
    Plant every exchange of electrodes in every recording.

    Parameters
    ----------
    signals : list of numpy.ndarray of shape (8, n_samples), float32
        Independent leads in mV.
    fs : float
        Hz.
    labels : mapping of str to numpy.ndarray of shape (n_records,), bool
        Statements among whose recordings false alarms are counted too.

    Returns
    -------
    dict
        False alarms of all rules together and of each; for each exchange how often any
        is suspected, and how often this one is named.
    """
    plain = _suspected(signals, fs)
    swaps = []
    for swap in SWAPS:
        found = _suspected([swap_electrodes(one, swap) for one in signals], fs)
        swaps.append(
            {
                "swap": swap,
                "suspected": share(found != ""),
                "named": share(found == swap),
                "false_alarms": share(plain == swap),
            }
        )
    return {
        "false_alarms": share(plain != ""),
        "by_statement": {
            code: {
                "any": share(plain[has] != ""),
                "arms": share(plain[has] == ARMS),
            }
            for code, has in labels.items()
        },
        "swaps": swaps,
    }


def _suspected(signals: list[Signal], fs: float) -> NDArray[np.str_]:
    found = []
    for leads in signals:
        peaks = find_r_peaks(leads, fs) / fs
        found.append(find_reversal(without_baseline(leads, fs), fs, peaks).swap)
    return np.array(found)


def clipping_figures(signals: list[Signal], fs: float) -> dict[str, Any]:
    """
    Cut one lead of every recording at a share of its own height.

    Parameters
    ----------
    signals : list of numpy.ndarray of shape (8, n_samples), float32
        Independent leads in mV.
    fs : float
        Hz.

    Returns
    -------
    dict
        False alarms, and how often the cut lead is named, by the share that is left.
    """
    found = {
        part: np.array([hit for leads in signals for hit in cut_found(leads, fs, part)])
        for part in CUT_AT
    }
    plain = np.array([clipped_leads(leads, fs).any() for leads in signals])
    return {
        "false_alarms": share(plain),
        "cut": [
            {"height_left": part, "named": share(hits)} for part, hits in found.items()
        ],
    }


def cut_found(leads: Signal, fs: float, part: float) -> list[bool]:
    """
    Cut some leads one at a time, and tell whether the gate names each.

    Parameters
    ----------
    leads : numpy.ndarray of shape (8, n_samples), float32
        Independent leads in mV.
    fs : float
        Hz.
    part : float
        Of the lead's own height, that is left.

    Returns
    -------
    list of bool
        For each of `CUT_LEADS`.
    """
    found = []
    for row in CUT_LEADS:
        level = part * np.abs(leads[row]).max()
        cut = leads[[row]].clip(-level, level)
        found.append(bool(clipped_leads(cut, fs)[0]))
    return found


def pacing_figures(
    signals: list[Signal], fs: float, noted: NDArray[np.bool_]
) -> dict[str, Any]:
    """
    Hold the spikes against the notes of pacemakers.

    Parameters
    ----------
    signals : list of numpy.ndarray of shape (8, n_samples), float32
        Independent leads in mV.
    fs : float
        Hz.
    noted : numpy.ndarray of shape (n_records,), bool
        Which recordings have a note of a pacemaker.

    Returns
    -------
    dict
        At the level that withholds intervals: as the reading does it, and what the same
        rule would call if the rate were no matter.
    """
    as_read = _paced(signals, fs, MIN_FS)
    forced = as_read if fs >= MIN_FS else _paced(signals, fs, 0.0)
    return {
        "least_fs": MIN_FS,
        "noted_found": share(as_read[noted]),
        "false_alarms": share(as_read[~noted]),
        "whatever_the_rate": {
            "noted_found": share(forced[noted]),
            "false_alarms": share(forced[~noted]),
        },
    }


def _paced(signals: list[Signal], fs: float, least_fs: float) -> NDArray[np.bool_]:
    found = []
    for leads in signals:
        whole = twelve_leads(leads.astype(np.float64))
        spikes = find_spikes(whole, fs, least_fs=least_fs)
        peaks = find_r_peaks(leads, fs) / fs
        found.append(judge_pacing(spikes, peaks).is_paced)
    return np.array(found)
