"""Whether the first sentence of a reading says what was measured, and no contrary."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ecgkt.dataset.store import PreparedStore, open_store
from ecgkt.dataset.store_record import store_record
from ecgkt.evaluation.shares import percent, share
from ecgkt.pipeline.reader import Reader
from ecgkt.report.impression.impression import NORMAL, impression_of
from ecgkt.results.model_card import BUNDLED
from ecgkt.types.impression import Impression
from ecgkt.types.reading import Reading
from ecgkt.vocab.critical import RULES
from ecgkt.vocab.findings import FINDINGS, number_text

SCHEMA = "ecgkt.reading-figures/1"
SPLIT = "tuning"
"""Words and limits were chosen there; held_out is kept for the model."""
NAMED = ("heart_rate_bpm", "pr_ms", "qrs_ms", "qtc_fridericia_ms")
"""Measurements whose abnormality the sentence must name."""


NOT_JUDGED = ("pr_unsure", "qrs_unsure", "qtc_unsure", "st_t_secondary")
"""Findings that say why something is not judged."""


class Said(NamedTuple):
    """What was said of one recording, and which statements it carries."""

    reading: Reading
    impression: Impression
    labels: frozenset[str]


def evaluate_reading(
    store: Path,
    *,
    say: Callable[[str], None],
    folder: Path = BUNDLED,
    n_records: int | None = None,
) -> dict[str, Any]:
    """
    Read the tuning recordings of a store, and hold the sentences against their facts.

    Parameters
    ----------
    store : pathlib.Path
        Of ``prepare ptb-xl``.
    say : callable
        Is told what is done.
    folder : pathlib.Path
        Of the model.
    n_records : int or None
        The first so many; all if left out.

    Returns
    -------
    dict
        Schema ecgkt.reading-figures/1; shares with Wilson's 95 % intervals.
    """
    opened = open_store(store)
    rows = opened.split(SPLIT)[:n_records]
    reader = Reader.load(folder)
    say(f"{len(rows)} recordings of the {SPLIT} split are read")
    said = list(_said(reader, opened, rows.tolist()))
    scored = [one for one in said if one.reading.diagnoses]
    return {
        "schema": SCHEMA,
        "command": "python -m ecgkt evaluate reading --store STORE --json",
        "source": opened.manifest["source"],
        "split": SPLIT,
        "fs": float(opened.manifest["fs"]),
        "model": {"sha256": reader.bundle.identity.sha256},
        "n_records": len(said),
        "n_scored": len(scored),
        "named": {name: _named(scored, name) for name in NAMED},
        "normal_against_a_finding": _share(_is_contradicted(one) for one in scored),
        "words": _median_words(scored),
        "critical": [_critical(scored, rule) for rule in RULES],
        "critical_of_normal": _share(
            bool(one.impression.critical) for one in scored if "NORM" in one.labels
        ),
    }


def _said(reader: Reader, store: PreparedStore, rows: list[int]) -> Iterator[Said]:
    for row in rows:
        person = store.records.iloc[row].to_dict()
        age, sex = person.get("age"), person.get("sex")
        record = store_record(
            store.signals[row],
            float(store.manifest["fs"]),
            record_id=str(person["record_id"]),
            age=None if age is None or np.isnan(age) else float(age),
            sex=sex if sex in ("male", "female") else None,
        )
        reading = reader.read(record)
        carried = np.flatnonzero(store.labels[row] == 1)
        labels = frozenset(store.names[column] for column in carried)
        yield Said(reading, impression_of(reading), labels)


def _share(hits: Iterator[bool]) -> dict[str, Any]:
    return share(np.array(list(hits), dtype=bool))


def _median_words(said: Sequence[Said]) -> int:
    lengths = [len(one.impression.sentence.split()) for one in said]
    return int(np.median(lengths)) if lengths else 0


def _named(said: Sequence[Said], name: str) -> dict[str, Any]:
    """Count the sentences that tell the number of an abnormal measurement."""
    hits = []
    for one in said:
        is_off = any(
            FINDINGS[finding.code].measure == name and _is_abnormal(finding.code)
            for finding in one.reading.findings
        )
        value = one.reading.measurements[name].value
        if is_off and value is not None:
            words = one.impression.sentence.replace("/", " ").split()
            hits.append(number_text(name, value) in words)
    return share(np.array(hits, dtype=bool))


def _is_abnormal(code: str) -> bool:
    """Tell whether a finding says that a value is abnormal, and not only near it."""
    return not FINDINGS[code].is_normal and code not in NOT_JUDGED


def _is_contradicted(one: Said) -> bool:
    """Tell whether a sentence says normal against a finding or a critical rule."""
    if NORMAL not in one.impression.sentence:
        return False
    against = any("NORM" in finding.contradicts for finding in one.reading.findings)
    return against or bool(one.impression.critical)


def _critical(said: Sequence[Said], rule: str) -> dict[str, Any]:
    """Hold a rule against the statements that it implies."""
    implied = frozenset(RULES[rule].implies)
    met = np.array(
        [any(item.rule == rule for item in one.impression.critical) for one in said],
        dtype=bool,
    )
    carried = np.array([bool(one.labels & implied) for one in said], dtype=bool)
    normal = np.array(["NORM" in one.labels for one in said], dtype=bool)
    return {
        "rule": rule,
        "implies": sorted(implied),
        "met": share(met),
        "labelled_of_met": share(carried[met]) if implied else None,
        "met_of_labelled": share(met[carried]) if implied else None,
        "met_of_normal": share(met[normal]),
    }


def summarise(document: dict[str, Any]) -> str:
    """
    Put a document into a few lines.

    Parameters
    ----------
    document : dict
        Of `evaluate_reading`.

    Returns
    -------
    str
        A line per figure.
    """
    normal = document["normal_against_a_finding"]
    lines = [
        f"{document['n_records']} recordings, {document['split']}, "
        f"{document['n_scored']} scored; Wilson's 95 % intervals",
        *(f"{name} named: {percent(one)}" for name, one in document["named"].items()),
        f"normal against a finding: {percent(normal)}",
        f"median length: {document['words']} words",
        f"critical among NORM: {percent(document['critical_of_normal'])}",
    ]
    for one in document["critical"]:
        lines.append(f"{one['rule']}: {percent(one['met'])}")
        if one["labelled_of_met"]:
            lines.append(
                f"  {', '.join(one['implies'])} among these "
                f"{percent(one['labelled_of_met'])}; found of these "
                f"{percent(one['met_of_labelled'])}"
            )
    return "\n".join(lines)
