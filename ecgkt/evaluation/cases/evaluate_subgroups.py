"""AUROC by sex, age, site, device and quality, held against that of all ECGs."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import EcgktError
from ecgkt.evaluation.cases.evaluate_cases import tabulate
from ecgkt.evaluation.cases.sources import cases_of_store
from ecgkt.pipeline.reader import Reader
from ecgkt.results.cases.files import load_cases
from ecgkt.results.cases.groups import RULES, UNKNOWN
from ecgkt.results.cases.table import LABELS, SUPER, CaseColumns, CaseTable
from ecgkt.results.document import Figure
from ecgkt.results.model_card import BUNDLED
from ecgkt.results.statistics.bootstrap import (
    N_DRAWS,
    Estimate,
    estimate,
    macro,
    patient_weights,
)
from ecgkt.results.statistics.metrics import auroc_and_ap
from ecgkt.results.statistics.p_values import below_zero, holm
from ecgkt.results.subgroups import (
    SubgroupLabel,
    SubgroupMacro,
    SubgroupRow,
    SubgroupTable,
)

GROUPS = ("sex", "age_band", "site", "device", "quality")
MIN_OF_CLASS = 10
"""ECGs with and without a statement that a subgroup needs, to be judged."""
DIGITS = 4
COMMAND = "python -m ecgkt evaluate subgroups --store STORE --split {split} --json"
RULE = (
    "AUROC of a statement within a subgroup less that over all ECGs, both in the same "
    f"{N_DRAWS} draws of patients; 95 % percentile intervals. Calibration and "
    "thresholds of the model were fitted on the tuning split, rankings were not."
)


class Level(NamedTuple):
    """One subgroup: its names and a mask of the rows."""

    group: str
    level: str
    mask: NDArray[np.bool_]


class Judged(NamedTuple):
    """A label's draws over all rows, and in each subgroup that can be judged."""

    place: int
    overall: NDArray[np.float64]
    parts: dict[int, NDArray[np.float64]]


def evaluate_subgroups(
    store: Path | None = None,
    *,
    cases: Path | None = None,
    split: str = "tuning",
    model: Path = BUNDLED,
    say: Callable[[str], None] = lambda _text: None,
) -> dict[str, Any]:
    """
    Judge a model in parts of its patients.

    Parameters
    ----------
    store : pathlib.Path or None
        What ``prepare ptb-xl`` wrote.
    cases : pathlib.Path or None
        In its place a table that ``evaluate cases`` wrote, which saves the reading.
    split : str
        "tuning" or "held_out"; of a store.
    model : pathlib.Path
        Folder of the model; by default the shipped one.
    say : callable
        Told of the progress.

    Returns
    -------
    dict
        Schema ecgkt.subgroups/1.

    Raises
    ------
    EcgktError
        If the source is incomplete, or no subgroup has enough ECGs.
    """
    if cases is not None:
        table = load_cases(cases)
    elif store is not None:
        command = COMMAND.format(split=split)
        with TemporaryDirectory(prefix="ecgkt-cases-") as folder:
            found = cases_of_store(store, split)
            reader = Reader.load(model)
            table = tabulate(reader, found, Path(folder), command=command, say=say)
    else:
        raise ValueError("expected a store or a table of cases")
    return judge_subgroups(table, say).to_dict()


def judge_subgroups(
    table: CaseTable, say: Callable[[str], None] = lambda _text: None
) -> SubgroupTable:
    """
    Compute the figures of a table.

    Parameters
    ----------
    table : CaseTable
        Of any source.
    say : callable
        Told of the progress.

    Returns
    -------
    SubgroupTable

    Raises
    ------
    EcgktError
        If no subgroup has enough ECGs.
    """
    columns, rows = table.columns, np.flatnonzero(table.columns.is_known)
    levels = _levels(columns, rows)
    weights = patient_weights(columns.patients[rows], n_draws=N_DRAWS)
    judged = [*_judge(columns, rows, levels, weights)]
    if not judged:
        raise EcgktError(
            f"expected a subgroup with {MIN_OF_CLASS} ECGs with and without a "
            f"statement, found none among {len(rows)}"
        )
    say(f"{len(judged)} labels in {len(levels)} subgroups judged")
    return SubgroupTable(
        command=COMMAND.format(split=table.head.split),
        rule=RULE,
        sha256=table.head.model.sha256,
        source=table.head.source.name,
        split=table.head.split,
        n_records=len(rows),
        n_patients=len(np.unique(columns.patients[rows])),
        min_of_class=MIN_OF_CLASS,
        groups={name: RULES[name] for name in GROUPS if name in RULES},
        macro=tuple(_macro(columns, rows, levels, judged)),
        labels=tuple(_label(columns, rows, levels, one) for one in judged),
    )


def _levels(columns: CaseColumns, rows: NDArray[np.intp]) -> list[Level]:
    return [
        Level(name, level, columns.groups[name].codes[rows] == code)
        for name in GROUPS
        for code, level in enumerate(columns.groups[name].levels)
        if level != UNKNOWN and len(columns.groups[name].levels) > 1
    ]


def _judge(
    columns: CaseColumns,
    rows: NDArray[np.intp],
    levels: list[Level],
    weights: NDArray[np.int32],
) -> Iterator[Judged]:
    for place in range(len(LABELS)):
        truth, scores = columns.truth[rows, place], columns.scores[rows, place]
        if not _is_enough(truth):
            continue
        parts = {
            number: auroc_and_ap(
                truth[level.mask], scores[level.mask], weights[level.mask]
            ).auroc
            for number, level in enumerate(levels)
            if _is_enough(truth[level.mask])
        }
        if parts:
            yield Judged(place, auroc_and_ap(truth, scores, weights).auroc, parts)


def _is_enough(truth: NDArray[np.bool_]) -> bool:
    n_positive = int(truth.sum())
    return min(n_positive, len(truth) - n_positive) >= MIN_OF_CLASS


def _macro(
    columns: CaseColumns,
    rows: NDArray[np.intp],
    levels: list[Level],
    judged: list[Judged],
) -> Iterator[SubgroupMacro]:
    for number, (group, level, mask) in enumerate(levels):
        found = [
            one
            for one in judged
            if number in one.parts and LABELS[one.place] not in SUPER
        ]
        if not found:
            continue
        parts = np.stack([one.parts[number] for one in found])
        overall = np.stack([one.overall for one in found])
        yield SubgroupMacro(
            group=group,
            level=level,
            n=int(mask.sum()),
            n_patients=len(np.unique(columns.patients[rows][mask])),
            n_labels=len(found),
            auroc=_figure(macro(parts)),
            gap=_figure(macro(parts - overall)),
        )


def _label(
    columns: CaseColumns,
    rows: NDArray[np.intp],
    levels: list[Level],
    judged: Judged,
) -> SubgroupLabel:
    truth = columns.truth[rows, judged.place]
    gaps = {number: part - judged.overall for number, part in judged.parts.items()}
    p_values = holm([below_zero(gap[0], _spread(gap)) for gap in gaps.values()])
    found = [
        SubgroupRow(
            group=levels[number].group,
            level=levels[number].level,
            n=int(levels[number].mask.sum()),
            positives=int(truth[levels[number].mask].sum()),
            auroc=_figure(estimate(judged.parts[number])),
            gap=_figure(estimate(gap)),
            p=round(p, DIGITS),
        )
        for (number, gap), p in zip(gaps.items(), p_values, strict=True)
    ]
    return SubgroupLabel(
        code=LABELS[judged.place],
        positives=int(truth.sum()),
        auroc=_figure(estimate(judged.overall)),
        rows=tuple(sorted(found, key=lambda row: row.gap.value or 0.0)),
    )


def _spread(draws: NDArray[np.float64]) -> float:
    known = draws[1:][~np.isnan(draws[1:])]
    return float(known.std(ddof=1)) if len(known) > 1 else math.nan


def _figure(found: Estimate) -> Figure:
    low_high = found.interval
    return Figure(
        value=None if found.value is None else round(found.value, DIGITS),
        ci=None
        if low_high is None
        else (round(low_high[0], DIGITS), round(low_high[1], DIGITS)),
    )
