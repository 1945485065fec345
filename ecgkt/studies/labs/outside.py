"""Whether knowledge from other patients improves the laboratory heads: one recipe."""

from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.config import InputConfig
from ecgkt.dataset.patient_folds import shuffled_folds
from ecgkt.dataset.store import PreparedStore, open_store
from ecgkt.dataset.store_signals import StoreSignals
from ecgkt.results.labs_outside import BodyKnown, LabsOutside
from ecgkt.results.model_card import BUNDLED
from ecgkt.results.statistics.bootstrap import estimate, macro, patient_weights
from ecgkt.results.statistics.p_values import discoveries
from ecgkt.studies.labs.cross_validation import (
    N_FOLDS,
    SEEDS,
    Say,
    n_workers,
    over_seeds,
    read_inputs,
)
from ecgkt.studies.labs.document import difference, judge
from ecgkt.studies.labs.outside_inputs import (
    ELECTROLYTES,
    NAMES,
    body_of,
    estimated_body,
    learn_body,
    named_inputs,
    simulated_electrolytes,
)
from ecgkt.training.lab_heads.data import Floats, LabData
from ecgkt.training.lab_heads.ridge import SHIPPED, side_by_side
from ecgkt.training.lab_heads.selection import centre_known, fit_chosen
from ecgkt.training.lab_heads.signed_prior import expected_weights, fit_towards

COMMAND = (
    "python -m ecgkt evaluate labs-outside --store DEMO_STORE --normal STORE "
    "--simulated COHORT_STORE --simulator-taught RUN --json"
)
RULE = (
    "Written down in docs/training.md before it was run: the mean of the shipped "
    "heads' score and that of a ridge regression on named inputs towards signed "
    "weights. It replaces the shipped heads if its mean AUROC is higher."
)
DISCOVERY = 0.05
SHIPPED_ARM = "shipped"
BLOCKS = {"named": "estimated from the ECG", "named_real": "as the file states them"}
"""Inputs of the two recipes: where age, sex and BMI come from."""
ARMS = {
    SHIPPED_ARM: "the shipped heads",
    "named": "named inputs alone, signed prior",
    "outside": "the mean of both: the recipe",
    "outside_real": "the same with the file's age, sex and BMI: never shipped",
}


def evaluate_outside(
    store: Path,
    *,
    normal: Path,
    simulated: Path,
    run: Path,
    folder: Path = BUNDLED,
    seeds: tuple[int, ...] = SEEDS,
    say: Say | None = None,
) -> dict[str, Any]:
    """
    Run the one recipe, as it was written down.

    Parameters
    ----------
    store : pathlib.Path
        What ``prepare mimic-iv --window 24h --out`` wrote.
    normal : pathlib.Path
        PTB-XL, prepared: it teaches age, sex and BMI.
    simulated, run : pathlib.Path
        A prepared simulated cohort with labs, and a run of ``train diagnose`` on it.
    folder : pathlib.Path
        The model's.
    seeds : tuple of int
        One split of the cross-validation for each.
    say : callable, optional
        Is told of progress.

    Returns
    -------
    dict
        Schema ecgkt.labs-outside/1.

    Raises
    ------
    EcgktError
        If a store or the run is incomplete, or they do not fit each other.
    """
    opened, bundle, data = read_inputs(store, folder, say=say, has_random=False)
    estimates, body = learn_body(bundle, open_store(normal))
    if say:
        say(f"age, sex and BMI learned: {body}")
    rows = _used_rows(opened, bundle.input_config)
    electrolytes = simulated_electrolytes(
        bundle, run, open_store(simulated), opened, rows
    )
    zero_shot = _zero_shot(data, electrolytes)
    used = [place for place, one in enumerate(zero_shot) if one["is_used"]]
    names = (*NAMES, *np.array([*ELECTROLYTES])[used].tolist())
    data = with_named(
        data,
        estimated=estimated_body(data, estimates),
        real=body_of(opened, rows),
        extra=electrolytes[:, used],
    )
    scores = cross_validate_arms(data, names, seeds=seeds, say=say)
    content = {
        "command": COMMAND,
        "rule": RULE,
        "sha256": bundle.identity.networks,
        "n_ecgs": len(data.patients),
        "n_patients": data.n_patients,
        "n_targets": len(data.names),
        "body": asdict(BodyKnown(**body._asdict())),
        "zero_shot": zero_shot,
        "arms": judge_arms(data, scores),
    }
    return LabsOutside.from_dict(content).to_dict()


def with_named(
    data: LabData, *, estimated: Floats, real: Floats, extra: Floats
) -> LabData:
    """Put both blocks of named inputs beside the others."""
    blocks = {
        "named": np.hstack([named_inputs(data, estimated), extra]),
        "named_real": np.hstack([named_inputs(data, real), extra]),
    }
    return replace(data, blocks={**data.blocks, **blocks})


def cross_validate_arms(
    data: LabData,
    names: tuple[str, ...],
    *,
    seeds: tuple[int, ...],
    n_folds: int = N_FOLDS,
    say: Say | None = None,
) -> dict[str, Floats]:
    """
    Score every patient by each arm, learned from the others.

    Parameters
    ----------
    data : LabData
        What `with_named` gave.
    names : tuple of str
        Of the columns of the named blocks.
    seeds : tuple of int
        One split for each, those of `cross_validate`.
    n_folds : int
        Folds of patients.
    say : callable, optional
        Is told after each split.

    Returns
    -------
    dict of str to numpy.ndarray of shape (n, n_targets), float64
        `ARMS`, centred per fold, mean over the repeats.
    """
    task = partial(_split, data, expected_weights(data.names, names), n_folds)
    splits = []
    found = over_seeds(task, seeds, n_workers(seeds))
    for seed, scores in zip(seeds, found, strict=True):
        splits.append(scores)
        if say:
            say(f"split {seed}: {n_folds} folds scored")
    return {name: np.mean([one[name] for one in splits], axis=0) for name in ARMS}


def _split(
    data: LabData, expected: Floats, n_folds: int, seed: int
) -> dict[str, Floats]:
    """Score all folds of one split."""
    scores = {name: np.zeros_like(data.targets) for name in ARMS}
    fold = shuffled_folds(data.patients, seed=seed, folds=n_folds)
    for held_out in range(n_folds):
        train = np.flatnonzero(fold != held_out)
        test = np.flatnonzero(fold == held_out)
        head = fit_chosen(data, train, seed=seed)[1]
        shipped = head.scores(side_by_side(data, SHIPPED))
        shipped = shipped / np.maximum(shipped[train].std(axis=0), 1e-9)
        named, real = (
            fit_towards(data, block, expected, train).scores(data.blocks[block])
            for block in BLOCKS
        )
        arms = (shipped, named, (shipped + named) / 2, (shipped + real) / 2)
        for name, values in zip(ARMS, arms, strict=True):
            scores[name][test] = centre_known(values[test], data.targets[test])
    return scores


def judge_arms(data: LabData, scores: dict[str, Floats]) -> list[dict[str, Any]]:
    """
    Put the arms into figures.

    Parameters
    ----------
    data : LabData
        For targets and patients.
    scores : dict of str to numpy.ndarray of shape (n, n_targets), float64
        What `cross_validate_arms` gave.

    Returns
    -------
    list of dict
        `LabArm` each, intervals of a paired patient bootstrap.
    """
    weights = patient_weights(data.patients)
    tables = {name: judge(scores[name], data.targets, weights)[0] for name in ARMS}
    return [
        _arm(name, table, difference(table, tables[SHIPPED_ARM]))
        for name, table in tables.items()
    ]


def _arm(name: str, table: Floats, change: dict[str, Any]) -> dict[str, Any]:
    found = macro(table)
    spread = np.nanstd(table[:, 1:], axis=1)
    lows = np.nanpercentile(table[:, 1:], 2.5, axis=1)
    importance = 1 / np.maximum(spread, 1e-6) ** 2
    return {
        "name": name,
        "what": ARMS[name],
        "mean_auroc": {"value": found.value, "ci": _list(found.interval)},
        "minus_shipped": change,
        "precise_auroc": float((table[:, 0] * importance).sum() / importance.sum()),
        "n_readable": int((lows > 0.5).sum()),
        "n_discovered": int(discoveries(table[:, 0] - 0.5, spread, DISCOVERY).sum()),
    }


def _zero_shot(data: LabData, electrolytes: Floats) -> list[dict[str, Any]]:
    """Judge simulation's electrolytes by the abnormality each must tell."""
    weights = patient_weights(data.patients)
    rows = []
    for column, name in zip(electrolytes.T, ELECTROLYTES.values(), strict=True):
        signed = column if name.endswith("high") else -column
        truth = data.targets[:, [data.names.index(name)]]
        found = estimate(judge(signed[:, None], truth, weights)[0, 0])
        rows.append(
            {
                "abnormality": name,
                "auroc": {"value": found.value, "ci": _list(found.interval)},
                "is_used": found.value is not None and found.value > 0.5,
            }
        )
    return rows


def _list(interval: tuple[float, float] | None) -> list[float] | None:
    return None if interval is None else list(interval)


def _used_rows(store: PreparedStore, config: InputConfig) -> NDArray[np.int64]:
    """Return the rows that the study uses: those with all leads."""
    rows = np.arange(len(store.signals))
    return rows[StoreSignals(store, config).has_all_leads(rows)]
