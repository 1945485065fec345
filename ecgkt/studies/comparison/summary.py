"""From the scores of all runs to the table of a comparison."""

import math
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.store import SPLITS, PreparedStore
from ecgkt.errors import EcgktError
from ecgkt.results.comparison import CompareTable, FractionFigures
from ecgkt.results.comparison_figures import ArmFigures, LabelGaps
from ecgkt.results.statistics.bootstrap import macro
from ecgkt.studies.comparison.arms import ARMS
from ecgkt.studies.comparison.bootstrap import (
    MIN_CASES,
    ArmDraws,
    Sample,
    bootstrap_arm,
    compare_figures,
    draw_sample,
    mean_over_labels,
    select_labels,
)
from ecgkt.studies.comparison.options import CompareOptions
from ecgkt.studies.comparison.partitions import Part, constant_scores
from ecgkt.studies.comparison.scores import ArmScores, ScoreFolder, join_parts
from ecgkt.training.inputs.label_fraction import labelled_rows

DIGITS = 5
"""Of every figure in the document; far below what an interval spans."""


class Ground(NamedTuple):
    """
    What every arm is evaluated on.

    Attributes
    ----------
    sample : Sample
        Held-out ECGs and draws of their patients.
    columns : numpy.ndarray of int64
        The selected labels among the store's.
    names : tuple of str
        Their names.
    n_all : int
        Labels of the store.
    """

    sample: Sample
    columns: NDArray[np.int64]
    names: tuple[str, ...]
    n_all: int


def build_table(
    store: PreparedStore,
    scores: ScoreFolder,
    options: CompareOptions,
    settings: dict[str, Any],
    *,
    command: str,
) -> CompareTable:
    """
    Evaluate every arm on the same held-out ECGs and the same draws of their patients.

    Parameters
    ----------
    store : PreparedStore
        The data.
    scores : ScoreFolder
        Holds every job.
    options : CompareOptions
        What was run.
    settings : dict
        For the document.
    command : str
        For the document.

    Returns
    -------
    CompareTable

    Raises
    ------
    EcgktError
        If no label is frequent enough among the held-out ECGs.
    """
    ground = _ground(store, scores, options)
    parts, is_pooled = scores.parts, options.folds is not None
    fractions, n_dropped = [], 0
    for fraction in sorted(options.fractions):
        arms = options.arms_at(fraction)
        gathered = {arm: scores.gather(arm, fraction) for arm in arms}
        drawn = {
            arm: bootstrap_arm(_columns(arm_scores.scores, ground), ground.sample)
            for arm, arm_scores in gathered.items()
        }
        fractions.append(_fraction(fraction, parts, gathered, drawn, ground))
        n_dropped = max(int(np.isnan(draws.auroc).sum()) for draws in drawn.values())
    records = store.records
    table = CompareTable(
        command=command,
        source=str(store.manifest["source"]),
        data_hash=str(store.manifest["data_hash"]),
        simulated=_is_simulated(store, options),
        n_ecgs=len(records),
        n_patients=int(records["patient_id"].nunique()),
        splits=_count_splits(parts[0]),
        seeds=tuple(scores.seeds),
        folds=options.folds,
        n_draws=options.n_draws,
        n_labels=len(ground.columns),
        n_labels_left_out=ground.n_all - len(ground.columns),
        n_dropped=n_dropped,
        rules=_rules(is_pooled),
        constant=_constant_figures(scores, ground) if is_pooled else None,
        settings={},
        arms={
            name: {key: getattr(ARMS[name], key) for key in ("title", "input", "role")}
            for name in options.chosen_arms
        },
        fractions=tuple(fractions),
    )
    rounded: CompareTable = _rounded(table)
    return replace(rounded, settings=settings["recipes"])


def _is_simulated(store: PreparedStore, options: CompareOptions) -> bool:
    """Say whether these are no real patients: by its truth, or by the store's word."""
    stated = bool(store.manifest.get("simulated"))
    named = "simulat" in str(store.manifest["source"]).lower()
    return options.truth is not None or stated or named


def _ground(
    store: PreparedStore, scores: ScoreFolder, options: CompareOptions
) -> Ground:
    seed = scores.seeds[0]
    mine = [part.rows("held_out") for part in scores.parts if part.seed == seed]
    rows = np.sort(np.concatenate(mine))
    labels = store.labels[rows]
    columns = select_labels(labels)
    if not len(columns):
        raise EcgktError(
            f"expected labels with {MIN_CASES} held-out ECGs on each side, found "
            "none: use a larger store"
        )
    ids = store.records["patient_id"].to_numpy()[rows]
    sample = draw_sample(labels[:, columns], ids, n_draws=options.n_draws)
    names = tuple(store.names[column] for column in columns)
    return Ground(sample, columns, names, len(store.names))


def _columns(scores: list[NDArray], ground: Ground) -> list[NDArray]:
    return [seed_scores[:, ground.columns] for seed_scores in scores]


def _fraction(
    fraction: float,
    parts: Sequence[Part],
    gathered: dict[str, ArmScores],
    drawn: dict[str, ArmDraws],
    ground: Ground,
) -> FractionFigures:
    used = [
        labelled_rows(part.store, fraction=fraction, seed=part.seed) for part in parts
    ]
    ids = parts[0].store.records["patient_id"].to_numpy()
    return FractionFigures(
        fraction=fraction,
        n_ecgs=float(np.mean([len(rows) for rows in used])),
        n_patients=float(np.mean([len(np.unique(ids[rows])) for rows in used])),
        arms={arm: _arm(drawn[arm], gathered[arm], ground) for arm in gathered},
        **vars(
            compare_figures(
                {arm: mean_over_labels(draws.auroc) for arm, draws in drawn.items()}
            )
        ),
        auprc=compare_figures(
            {arm: mean_over_labels(draws.auprc) for arm, draws in drawn.items()}
        ),
        labels=_labels(drawn, ground),
    )


def _arm(drawn: ArmDraws, gathered: ArmScores, ground: Ground) -> ArmFigures:
    auroc, auprc = macro(drawn.auroc), macro(drawn.auprc)
    once = Sample(ground.sample.labels, ground.sample.weights[:, :1])
    variants = {
        name: float(np.mean(bootstrap_arm(_columns(variant, ground), once).seeds_auroc))
        for name, variant in gathered.variants.items()
    }
    return ArmFigures(
        auroc=auroc.value,
        auroc_ci=auroc.interval,
        auprc=auprc.value,
        auprc_ci=auprc.interval,
        seeds_auroc=tuple(drawn.seeds_auroc),
        seeds_auprc=tuple(drawn.seeds_auprc),
        variants=dict(variants),
        chosen=gathered.chosen,
    )


def _labels(drawn: dict[str, ArmDraws], ground: Ground) -> tuple[LabelGaps, ...]:
    positives = ground.sample.labels.sum(axis=0, dtype=np.int64)
    gaps = []
    for place in np.argsort(-positives, kind="stable"):
        figures = {arm: draws.auroc[place] for arm, draws in drawn.items()}
        compared = compare_figures(figures)
        gaps.append(
            LabelGaps(
                name=ground.names[place],
                positives=int(positives[place]),
                auroc={arm: float(figure[0]) for arm, figure in figures.items()},
                ours_minus_sig=compared.ours_minus_sig,
                gap_closed=compared.gap_closed,
            )
        )
    return tuple(gaps)


def _constant_figures(scores: ScoreFolder, ground: Ground) -> dict[str, float | None]:
    """Evaluate a constant predictor, pooled over folds with and without centring."""
    once = Sample(ground.sample.labels, ground.sample.weights[:, :1])
    made = {part.name: constant_scores(part) for part in scores.parts}
    figures = {}
    for name, is_centred in (("auroc", True), ("auroc_uncentred", False)):
        pooled = [
            join_parts(scores.parts, seed, made, pooled=is_centred)
            for seed in scores.seeds
        ]
        drawn = bootstrap_arm(_columns(pooled, ground), once)
        figures[name] = float(np.mean(drawn.seeds_auroc))
    return dict(figures)


def _count_splits(part: Part) -> dict[str, dict[str, int]]:
    ids = part.store.records["patient_id"].to_numpy()
    return {
        split: {
            "n_ecgs": len(part.store.split(split)),
            "n_labelled": len(part.rows(split)),
            "n_patients": len(np.unique(ids[part.store.split(split)])),
        }
        for split in SPLITS
    }


def _rules(is_pooled: bool) -> dict[str, str]:
    rules = {
        "labels": f"every label with at least {MIN_CASES} held-out ECGs on each "
        "side; the same list for all arms and fractions",
        "intervals": "2.5-97.5 percentiles over draws of held-out patients, paired "
        "across arms; seeds are averaged inside each draw; a label that lacks a class "
        "in a draw is left out of that draw for all arms",
        "gap_closed": "not defined unless the interval of the gap lies above 0",
        "variants": "of several variants of an arm the one with the higher macro AUROC "
        "on tuning stands for it, chosen in each run by itself",
        "sig": "equal_compute may see as many crops as the longer variant of ours in "
        "both stages; short has the epochs of stage 2 only",
        "early_end": "every network keeps the weights that were best on tuning, and "
        "ends when several looks in a row were no better (settings: patience)",
        "ours": "stage 2 starts its heads as a ridge regression on the aligned "
        "embedding, as ssl, perm and ceiling do. Variant staged has ECG and labels "
        "alone; table_kept goes on predicting the table from the embedding "
        "(table_weight) and learns of ECGs without a label what a ridge regression on "
        "ECG and table, taught by the same labels, says of them out of fold "
        "(teacher); table_mixed also mixes that, half each, with the labels of those "
        "that have one. None sees a table at inference",
        "ceiling": "stage 1 regresses the simulator's true latents; stage 2 is that of "
        "table_kept or table_mixed with these latents in the place of the table",
    }
    if is_pooled:
        rules["folds"] = (
            "patients dealt anew for each seed; each ECG held out once per seed; "
            "scores centred per fold and label before they are pooled"
        )
    return rules


def _rounded(value: Any) -> Any:
    """Round every number of the table; what is not a number becomes None."""
    if is_dataclass(value) and not isinstance(value, type):
        names = [item.name for item in fields(value)]
        parts = {name: _rounded(getattr(value, name)) for name in names}
        return type(value)(**parts)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_rounded(item) for item in value)
    if isinstance(value, float):
        return round(value, DIGITS) if math.isfinite(value) else None
    return value
