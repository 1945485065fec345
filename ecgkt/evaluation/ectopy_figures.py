"""How often premature beats and irregular rhythms are found, and without cause."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.store import open_store
from ecgkt.evaluation.shares import percent, share
from ecgkt.measure.ectopy import EctopicBeat, find_ectopy
from ecgkt.measure.findings.findings import find_findings
from ecgkt.measure.measure_ecg import measure_ecg
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.quality.reversal_terms import twelve_leads
from ecgkt.results.ectopy import EctopyTable
from ecgkt.simulate.plant_ectopy import (
    DURATION,
    ORDERS,
    EctopyCase,
    PlantedEctopy,
    plant_ectopy,
)
from ecgkt.types.record import Floats, Signal

SPLIT = "tuning"
"""Limits were chosen there; held_out is kept for the model."""
PAIRS = (
    ("wide_premature", "PVC"),
    ("narrow_premature", "PAC"),
    ("irregular_without_p", "AFIB"),
    ("sinus_arrhythmia", "SARRH"),
    ("bigeminy", "BIGU"),
    ("trigeminy", "TRIGU"),
    ("irregular_dropped", "2AVB"),
)
"""Findings, and the statements that say the same."""
SAME = 0.1
"""Seconds between a marked and a planted beat that are one."""
JUDGED = (0.6, 0.2)
"""Seconds at the beginning, with no beat before, and at the end that do not count."""
COUPLINGS = (0.5, 0.6, 0.7, 0.8, 0.9)
WIDTHS = (0.12, 0.15, 0.18)
TURNS = (0.0, 1.0, 2.0, 3.0)
NOISES = (0.02, 0.05, 0.10)
RATES = (60.0, 80.0)
RULE = (
    "Real: a finding against a statement of cardiologists, by recording; statements "
    "are not complete. Simulated: a planted beat counts as found if a beat within "
    "0.1 s is marked as of its kind; the first 0.6 s and the last 0.2 s do not count. "
    "Wilson's 95 % intervals."
)


class Planted(NamedTuple):
    """A group of recordings to be simulated."""

    planted: str
    group: str
    cases: tuple[EctopyCase, ...]


def evaluate_ectopy(
    store: Path, *, say: Callable[[str], None], n_records: int | None = None
) -> dict[str, Any]:
    """
    Hold findings against statements, and marked beats against planted ones.

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
        Schema ecgkt.ectopy/1.
    """
    opened = open_store(store)
    rows = opened.split(SPLIT)[:n_records]
    fs = float(opened.manifest["fs"])
    say(f"{len(rows)} recordings of the {SPLIT} split at {fs:g} Hz")
    found = [
        found_codes(fill_gaps(opened.millivolts(rows[[place]])[0]), fs)
        for place in range(len(rows))
    ]
    labels = {
        code: opened.labels[rows, opened.names.index(code)] == 1
        for _, code in PAIRS
        if code in opened.names
    }
    say("simulated recordings")
    return {
        "schema": EctopyTable.SCHEMA,
        "command": "python -m ecgkt evaluate ectopy --store STORE --json",
        "rule": RULE,
        "source": opened.manifest["source"],
        "split": SPLIT,
        "n_records": len(rows),
        "fs": fs,
        "by_record": record_figures(found, labels),
        "by_beat": [beat_figures(group, fs) for group in planted_groups()],
    }


def found_codes(signal: Signal, fs: float) -> frozenset[str]:
    """Return the findings of eight leads, by shape and rhythm, not by boundaries."""
    whole = twelve_leads(signal).astype(np.float32)
    return frozenset(one.code for one in find_findings(measure_ecg(whole, fs, None)))


def record_figures(
    found: Sequence[frozenset[str]], labels: dict[str, NDArray[np.bool_]]
) -> list[dict[str, Any]]:
    """
    Compare findings with statements.

    Parameters
    ----------
    found : sequence of frozenset of str
        Codes of the findings of each recording.
    labels : dict of str to numpy.ndarray of shape (n_records,), bool
        Which recordings have a statement.

    Returns
    -------
    list of dict
        One for each of `PAIRS` whose statement there is.
    """
    figures = []
    for finding, statement in PAIRS:
        if statement not in labels:
            continue
        is_found = np.array([finding in codes for codes in found], dtype=bool)
        has = labels[statement]
        figures.append(
            {
                "finding": finding,
                "statement": statement,
                "sensitivity": share(is_found[has]),
                "specificity": share(~is_found[~has]),
            }
        )
    return figures


def planted_groups() -> Iterator[Planted]:
    """Plan the simulated recordings, each kind over what may hide it."""
    shapes = [(width, turn) for width in WIDTHS for turn in TURNS]
    for coupling in COUPLINGS:
        ventricular = tuple(
            EctopyCase(order=order, coupling=coupling, rate=rate, qrs=width, turn=turn)
            for order in ORDERS
            for rate in RATES
            for width, turn in shapes
        )
        yield Planted("ventricular", f"coupling {coupling:.0%} of RR", ventricular)
    for noise in NOISES:
        noisy = tuple(
            EctopyCase(order="single", rate=rate, qrs=width, turn=turn, noise_mv=noise)
            for rate in RATES
            for width, turn in shapes
        )
        yield Planted("ventricular", f"noise of {1000 * noise:.0f} µV", noisy)
    fibrillating = tuple(
        EctopyCase(
            order="single", rate=85.0, qrs=width, turn=turn, is_fibrillating=True
        )
        for width, turn in shapes
    )
    yield Planted("ventricular", "in atrial fibrillation", fibrillating)
    for coupling in COUPLINGS:
        atrial = tuple(
            EctopyCase(order=order, is_atrial=True, coupling=coupling, rate=rate)
            for order in ORDERS
            if order not in ("couplet", "run")
            for rate in np.arange(55.0, 90.0, 5.0).tolist()
        )
        yield Planted("atrial", f"coupling {coupling:.0%} of RR", atrial)
    for is_fibrillating, name in ((False, "sinus rhythm"), (True, "fibrillation")):
        plain = tuple(
            EctopyCase(order="none", rate=rate, is_fibrillating=is_fibrillating)
            for rate in np.arange(50.0, 130.0, 5.0).tolist()
        )
        yield Planted("none", name, plain)


def beat_figures(group: Planted, fs: float) -> dict[str, Any]:
    """
    Plant one group and count what is marked.

    Parameters
    ----------
    group : Planted
        What to simulate.
    fs : float
        Hz.

    Returns
    -------
    dict
        Fields of `ecgkt.results.ectopy.PlantedFigures`.
    """
    found: list[bool] = []
    false: list[bool] = []
    for seed, case in enumerate(group.cases):
        made = plant_ectopy(case, fs=fs, seed=seed)
        marked = marked_beats(made, fs)
        kind = "narrow" if case.is_atrial else "wide"
        right = np.array([beat.time for beat in marked if beat.kind == kind])
        anything = np.array([beat.time for beat in marked])
        found += _have_near(_judged(made.premature), right)
        false += _have_near(_judged(made.others), anything)
    return {
        "planted": group.planted,
        "group": group.group,
        "n_records": len(group.cases),
        "found": share(np.array(found, dtype=bool)),
        "false": share(np.array(false, dtype=bool)),
    }


def marked_beats(made: PlantedEctopy, fs: float) -> tuple[EctopicBeat, ...]:
    """Return the premature beats that are marked in a simulated recording."""
    leads = made.leads.astype(np.float64)
    return find_ectopy(leads, fs, peaks=find_r_peaks(leads, fs) / fs).beats


def _judged(times: Floats) -> Floats:
    first, last = JUDGED
    return times[(times >= first) & (times <= DURATION - last)]


def _have_near(times: Floats, others: Floats) -> list[bool]:
    if not len(others):
        return [False] * len(times)
    away = np.abs(times[:, None] - others).min(axis=1)
    return list(map(bool, away <= SAME))


def summarise(document: dict[str, Any]) -> str:
    """
    Put a document into a few lines.

    Parameters
    ----------
    document : dict
        Of `evaluate_ectopy`.

    Returns
    -------
    str
        A line per finding and per group.
    """
    lines = [
        f"{document['n_records']} recordings, {document['split']}, "
        f"{document['fs']:g} Hz; Wilson's 95 % intervals"
    ]
    for one in document["by_record"]:
        lines.append(
            f"{one['finding']} against {one['statement']}: sensitivity "
            f"{percent(one['sensitivity'])}, specificity {percent(one['specificity'])}"
        )
    for one in document["by_beat"]:
        lines.append(
            f"planted {one['planted']}, {one['group']}: found {percent(one['found'])}, "
            f"other beats marked {percent(one['false'])}"
        )
    return "\n".join(lines)
