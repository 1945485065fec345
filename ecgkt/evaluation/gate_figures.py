"""How often the gates catch what is planted, and how often they alarm without cause."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.store import PreparedStore, open_store
from ecgkt.evaluation.shares import percent, share
from ecgkt.measure.pacing import MIN_FS, find_spikes, judge_pacing
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.preprocess.electrode_swap import SWAPS, swap_electrodes
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.quality.clipping import clipped_leads
from ecgkt.quality.inspected import without_baseline
from ecgkt.quality.lead_reversal import find_reversal
from ecgkt.quality.reversal_terms import twelve_leads
from ecgkt.types.record import Signal

SCHEMA = "ecgkt.gates/1"
SPLIT = "tuning"
"""Limits are set on train and tuning; held_out is kept for the model."""
ARMS = SWAPS[0]
GROUPS = ("NORM", "AFIB", "CLBBB", "CRBBB", "PACE")
"""Statements among whose recordings false alarms are counted too."""
CUT_AT = (0.5, 0.8)
"""Shares of a lead's own largest deflection at which it is cut."""
CUT_LEADS = (1, 3, 7)
"""Rows of II, V2 and V6, which are cut one at a time."""


def evaluate_gates(
    store: Path, *, say: Callable[[str], None], n_records: int | None = None
) -> dict[str, Any]:
    """
    Plant faults in the tuning recordings of a store, at the store's rate.

    Parameters
    ----------
    store : pathlib.Path
        Of ``prepare ptb-xl``.
    say : callable
        Is told what is done.
    n_records : int or None
        The first so many; all if left out.

    Returns
    -------
    dict
        Schema ecgkt.gates/1; shares with Wilson's 95 % intervals.
    """
    opened = open_store(store)
    rows = opened.split(SPLIT)[:n_records]
    fs = float(opened.manifest["fs"])
    signals = [
        fill_gaps(opened.millivolts(rows[[place]])[0]) for place in range(len(rows))
    ]
    say(f"{len(signals)} recordings of the {SPLIT} split at {fs:g} Hz")
    labels = {
        code: opened.labels[rows, opened.names.index(code)] == 1
        for code in GROUPS
        if code in opened.names
    }
    return {
        "schema": SCHEMA,
        "command": "evaluate gates --store STORE --json",
        "source": opened.manifest["source"],
        "split": SPLIT,
        "n_records": len(signals),
        "fs": fs,
        "reversal": reversal_figures(signals, fs, labels),
        "clipping": clipping_figures(signals, fs),
        "pacing": pacing_figures(signals, fs, is_noted(opened, rows)),
    }


def is_noted(store: PreparedStore, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which recordings have a note or a statement of a pacemaker."""
    noted = np.zeros(len(rows), dtype=bool)
    if "pacemaker" in store.records:
        noted |= store.records["pacemaker"].to_numpy()[rows].astype(bool)
    if "PACE" in store.names:
        noted |= store.labels[rows, store.names.index("PACE")] == 1
    return noted


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
    found: dict[float, list[bool]] = {part: [] for part in CUT_AT}
    for leads in signals:
        for part in CUT_AT:
            for row in CUT_LEADS:
                level = part * np.abs(leads[row]).max()
                cut = leads[[row]].clip(-level, level)
                found[part].append(bool(clipped_leads(cut, fs)[0]))
    plain = np.array([clipped_leads(leads, fs).any() for leads in signals])
    return {
        "false_alarms": share(plain),
        "cut": [
            {"height_left": part, "named": share(np.array(hits))}
            for part, hits in found.items()
        ],
    }


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


def summarise(document: dict[str, Any]) -> str:
    """
    Put a document into a few lines.

    Parameters
    ----------
    document : dict
        Of `evaluate_gates`.

    Returns
    -------
    str
        A line per fault.
    """
    reversal, pacing = document["reversal"], document["pacing"]
    lines = [
        f"{document['n_records']} recordings, {document['split']}, "
        f"{document['fs']:g} Hz; Wilson's 95 % intervals",
        f"electrodes, false alarms of all rules: {percent(reversal['false_alarms'])}",
    ]
    for one in reversal["swaps"]:
        lines.append(
            f"  {one['swap']}: suspected {percent(one['suspected'])}, named "
            f"{percent(one['named'])}, false alarms {percent(one['false_alarms'])}"
        )
    for code, one in reversal["by_statement"].items():
        lines.append(
            f"  as recorded, {code}: any {percent(one['any'])}, {ARMS} "
            f"{percent(one['arms'])}"
        )
    lines.append(
        f"cut waves, false alarms: {percent(document['clipping']['false_alarms'])}"
    )
    for one in document["clipping"]["cut"]:
        lines.append(f"  cut at {one['height_left']:g}: {percent(one['named'])}")
    forced = pacing["whatever_the_rate"]
    lines += [
        f"paced, as read (from {pacing['least_fs']:g} Hz): noted "
        f"{percent(pacing['noted_found'])}, false alarms "
        f"{percent(pacing['false_alarms'])}",
        f"  the same rule at any rate: noted {percent(forced['noted_found'])}, false "
        f"alarms {percent(forced['false_alarms'])}",
    ]
    return "\n".join(lines)
