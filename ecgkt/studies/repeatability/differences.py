"""Differences between two readings of one heart, by quantity and source."""

from collections import defaultdict
from itertools import chain
from pathlib import Path

import numpy as np

from ecgkt.dataset.ludb import read_ludb
from ecgkt.pipeline.reader import Reader
from ecgkt.report.serial.measured import difference_of
from ecgkt.report.serial.said import log_odds
from ecgkt.results.repeatability import RATES
from ecgkt.studies.delineation.global_intervals import marked_intervals
from ecgkt.studies.repeatability.pairs import LOW_FS, Pair, at_rate
from ecgkt.types.reading import Reading
from ecgkt.vocab.findings import find_measure

NEAR = 0.25
"""Share of its threshold from which on a statement counts as near it."""

Values = dict[str, list[tuple[str, str, float]]]
"""By quantity: source, person and difference."""


def differences(first: Reading, second: Reading) -> dict[str, float]:
    """
    Return how far the measurements of two readings lie apart.

    Parameters
    ----------
    first, second : Reading
        Of one heart.

    Returns
    -------
    dict of str to float
        Of what both have; angles the shorter way round.
    """
    found = {}
    for name, before in first.measurements.items():
        after = second.measurements[name].value if name in second.measurements else None
        if before.value is None or after is None or find_measure(name).unit == "beats":
            continue
        found[name] = difference_of(name, before.value, after)
    return found


def rate_of(fs: float) -> str:
    """Return under which rate the figures of a pair stand."""
    return f"{next((rate for rate in RATES if fs >= rate), RATES[-1]):g}"


def add_measured(values: Values, pair: Pair) -> None:
    """Add the differences of what was measured of a pair."""
    for name, change in differences(pair.first, pair.second).items():
        values[name].append((pair.source, pair.person, change))


def add_statements(values: Values, pair: Pair) -> None:
    """Add the differences in log odds; under no code those near a threshold too."""
    for before, after in zip(pair.first.diagnoses, pair.second.diagnoses, strict=False):
        change = (pair.source, pair.person, log_odds(after) - log_odds(before))
        values[before.code].append(change)
        if max(before.probability, after.probability) >= NEAR * before.threshold:
            values[""].append(change)


def add_labs(values: Values, pair: Pair) -> None:
    """Add the differences in log likelihood ratios."""
    for before, after in zip(pair.first.labs, pair.second.labs, strict=False):
        change = float(np.log(after.likelihood_ratio / before.likelihood_ratio))
        name = f"{before.name} {before.direction}"
        values[name].append((pair.source, pair.person, change))


def mark_errors(reader: Reader, folder: Path) -> dict[float, Values]:
    """Return measured minus marked, by rate: QTc at the measured heart rate."""
    found: dict[float, Values] = {}
    for marked in read_ludb(folder):
        truth = marked_intervals(marked.leads)
        for fs in (marked.record.fs, LOW_FS):
            values = found.setdefault(fs, defaultdict(list))
            measured = reader.measure(at_rate(marked.record, fs)).values
            qt = measured["qt_ms"].value
            for name, value in truth.items():
                own = measured[name].value
                if own is None:
                    continue
                person, error = marked.record.record_id, own - value
                values[name].append(("marks", person, error))
                if name != "qt_ms" or not qt:
                    continue
                for other, corrected in measured.items():
                    if other.startswith("qtc_") and corrected.value is not None:
                        scaled = error * max(1.0, corrected.value / qt)
                        values[other].append(("marks", person, scaled))
    return found


def join_values(first: Values, second: Values) -> Values:
    """Put the values of two kinds of source together."""
    names = dict.fromkeys(chain(first, second))
    return {name: [*first.get(name, []), *second.get(name, [])] for name in names}
