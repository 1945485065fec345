"""How far measurements, statements and lab shifts of one heart lie apart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ecgkt.evaluation.shares import share
from ecgkt.pipeline.reader import Reader
from ecgkt.report.serial.compare import compare
from ecgkt.report.serial.sentence import INCOMPARABLE, NOTHING
from ecgkt.results.model_card import BUNDLED
from ecgkt.results.repeatability import RATES, RepeatabilityTable
from ecgkt.studies.repeatability.differences import (
    NEAR,
    Values,
    add_labs,
    add_measured,
    add_statements,
    join_values,
    mark_errors,
    rate_of,
)
from ecgkt.studies.repeatability.pairs import (
    APART,
    LOW_FS,
    Pair,
    Say,
    half_pairs,
    lowered,
    ludb_recordings,
    mimic_recordings,
    repeat_pairs,
    simulated_pairs,
    store_recordings,
)
from ecgkt.studies.repeatability.spreads import errors_of_marks, judged, spread
from ecgkt.vocab.findings import find_measure

N_HEARTS, N_RECORDS = 100, 300
"""Simulated hearts, and recordings of MIMIC-IV-ECG and of the store that are halved."""
RULE = (
    "Repeatability coefficient: 1.96 times the square root of 2 times the SD within a "
    "person (Bland and Altman 1999; ISO 5725-6), with a bootstrap interval over "
    "persons. Halves: the first and the last 5 s of a recording, which share no beat. "
    "Simulated: the same heart with other beats, noise and chest electrodes. Repeats: "
    f"the same patient recorded again within {APART.seconds // 60} minutes, by the "
    "median, because something may have changed. Marks: measured minus marked, without "
    "its mean, for each of two recordings. The limit is the largest of these. "
    f"Statements in log odds, their limit at least that of all near ({NEAR:g} of) "
    "their threshold; laboratory shifts in log likelihood ratios; both have no halves, "
    "for the model reads 10 s. The delineator learned from the marks, and the "
    "laboratory heads from the patients who were recorded again."
)


class Data(NamedTuple):
    """Where recordings lie; None for none."""

    ludb: Path | None
    mimic: Path | None
    store: Path | None


def evaluate_repeatability(
    data: Data,
    *,
    say: Say,
    folder: Path = BUNDLED,
    n_hearts: int = N_HEARTS,
    n_records: int = N_RECORDS,
) -> dict[str, Any]:
    """
    Read hearts twice and say how far the readings lie apart.

    Parameters
    ----------
    data : Data
        LUDB, MIMIC-IV-ECG and a store of PTB-XL; simulated hearts always.
    say : callable
        Is told what is done.
    folder : pathlib.Path
        Of the model.
    n_hearts, n_records : int
        Simulated, and of MIMIC-IV-ECG and the store each.

    Returns
    -------
    dict
        Schema ecgkt.repeatability/1.
    """
    reader = Reader.load(folder)
    measured: dict[str, Values] = {f"{rate:g}": defaultdict(list) for rate in RATES}
    statements: Values = defaultdict(list)
    labs: Values = defaultdict(list)
    pairs = list(_pairs(reader, data, say, n_hearts=n_hearts, n_records=n_records))
    for pair in pairs:
        add_measured(measured[rate_of(pair.fs)], pair)
        if pair.fs > LOW_FS:
            add_statements(statements, pair)
            add_labs(labs, pair)
    if data.ludb:
        say("LUDB against its marks")
        for fs, errors in mark_errors(reader, data.ludb).items():
            measured[rate_of(fs)] = join_values(measured[rate_of(fs)], errors)
    pooled = [one for one in statements.pop("", []) if one[0] == "repeats"]
    document = {
        "schema": RepeatabilityTable.SCHEMA,
        "command": _command(data),
        "rule": RULE,
        "model": {"sha256": reader.bundle.identity.sha256},
        "data": _described(data, n_hearts, sum(p.source == "halves" for p in pairs)),
        "rates": {rate: _figures(values) for rate, values in measured.items()},
        "statements": _figures(statements, pooled=pooled),
        "labs": _figures(labs),
        "said": {},
    }
    table = RepeatabilityTable.from_dict(document)
    return {**document, "said": _said(pairs, table)}


def _said(pairs: Sequence[Pair], table: RepeatabilityTable) -> dict[str, Any]:
    """
    Count, by source, the pairs of which the sentence tells a change.

    Halves are left out: what is compared elsewhere has twice as many beats.
    """
    found: dict[str, list[bool]] = {}
    whole = [pair for pair in pairs if pair.source != "halves"]
    for pair in whole:
        sentence = compare(pair.first, pair.second, table).sentence
        is_change = not sentence.startswith((NOTHING, INCOMPARABLE))
        found.setdefault(pair.source, []).append(is_change)
    return {source: share(np.array(hits)) for source, hits in found.items()}


def _pairs(
    reader: Reader, data: Data, say: Say, *, n_hearts: int, n_records: int
) -> Iterator[Pair]:
    say(f"{n_hearts} simulated hearts, twice each")
    yield from simulated_pairs(reader, n_hearts)
    if data.ludb:
        say("halves of LUDB")
        yield from half_pairs(reader, ludb_recordings(data.ludb))
        yield from half_pairs(reader, lowered(ludb_recordings(data.ludb)))
    if data.mimic:
        say("MIMIC-IV-ECG: repeats, then halves")
        yield from repeat_pairs(reader, data.mimic)
        yield from half_pairs(reader, mimic_recordings(data.mimic, n_records))
    if data.store:
        say("halves of the store's tuning split")
        yield from half_pairs(reader, store_recordings(data.store, n_records))


def _figures(
    values: Values, *, pooled: Iterable[tuple[str, str, float]] = ()
) -> dict[str, Any]:
    """Return what each source says of each quantity, and its limit."""
    shared = list(pooled)
    figures = {}
    for name, rows in values.items():
        sources = {}
        for source in dict.fromkeys(row[0] for row in rows):
            sources[source] = _spread(source, [row for row in rows if row[0] == source])
        if shared:
            sources["pooled"] = _spread("pooled", shared)
        figures[name] = judged(sources)
    return figures


def _spread(source: str, rows: list[tuple[str, str, float]]) -> dict[str, Any]:
    changes = np.array([row[2] for row in rows], dtype=np.float64)
    persons = [row[1] for row in rows]
    count = errors_of_marks if source == "marks" else spread
    return count(changes, persons)


def _command(data: Data) -> str:
    options = [
        f"--{name} {name.upper()}" for name, path in data._asdict().items() if path
    ]
    return " ".join(["python -m ecgkt evaluate repeatability", *options, "--json"])


def _described(data: Data, n_hearts: int, n_halves: int) -> dict[str, str]:
    halved = [
        name
        for name, path in (
            ("LUDB", data.ludb),
            ("MIMIC-IV-ECG", data.mimic),
            ("PTB-XL (tuning split, 100 Hz)", data.store),
        )
        if path
    ]
    told = {"simulated": f"{n_hearts} simulated hearts of the cohort, twice each"}
    if halved:
        told["halves"] = f"{n_halves} recordings of {', '.join(halved)}"
    if data.mimic:
        told["repeats"] = "patients of the MIMIC-IV-ECG demo"
    if data.ludb:
        told["marks"] = "LUDB"
    return told


def summarise(document: dict[str, Any]) -> str:
    """
    Put a document into a few lines.

    Parameters
    ----------
    document : dict
        Of `evaluate_repeatability`.

    Returns
    -------
    str
        A line per measurement of the whole recording and rate.
    """
    lines = [document["rule"]]
    for rate, values in document["rates"].items():
        lines.append(f"From {rate} Hz on")
        for name, one in values.items():
            if one["limit"] is not None:
                parts = ", ".join(
                    f"{source} {found['repeatability']:.3g} (n {found['n']})"
                    for source, found in one["sources"].items()
                    if found["repeatability"] is not None
                )
                title, unit = find_measure(name).title, find_measure(name).unit
                lines.append(f"  {title}: ±{one['limit']:.3g} {unit} [{parts}]")
    return "\n".join(lines)
