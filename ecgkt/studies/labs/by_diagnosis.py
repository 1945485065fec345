"""
Whether the lab heads explain the diagnoses: labs by diagnosis, and labs beyond them.

Schema ecgkt.labs-by-diagnosis/1::

  {"schema", "command", "model": {"sha256"}, "store": {"source", "data_hash"},
   "n_ecgs", "n_patients", "window_hours", "n_draws", "min_patients", "min_cases",
   "rules": {NAME: TEXT},
   "n_pairs", "n_pairs_measured", "n_pairs_excluding_one",
   "by_chance": {"n_deals", "measured_mean", "excluding_mean", "excluding_max",
                 "deals_reaching_share"},
   "statements": [{"code", "n_ecgs", "n_patients", "n_pairs", "pairs": [
      {"name", "direction", "ratio", "low", "high", "prevalence_with",
       "prevalence_without", "patients_with", "patients_without"}...]}...],
   "cohort": {"folds", "repeats", "seeds", "n_targets", "mean_auroc": {ARM: NUMBER},
      "mean_auroc_ci": {ARM: [LOW, HIGH]},
      "differences": [{"of": ARM, "less": ARM, "value", "ci"}...],
      "labs": [{"name", "direction", "n_patients", "lab_head_auroc",
                "diagnoses_auroc", "difference": {"value", "ci"}}...]}}

ARM is lab_head, diagnoses, positives, diagnoses_and_embedding or constant. A statement
is listed if one patient has it; ``pairs`` holds those with enough patients, and
``n_pairs`` says how many abnormalities were looked at.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ecgkt.bundle.classifier import Bundle
from ecgkt.dataset.store import PreparedStore
from ecgkt.report.labs_by_diagnosis_words import answer_text, arm_lines, pairs_text
from ecgkt.results.labs_by_diagnosis import LabsByDiagnosis
from ecgkt.results.model_card import BUNDLED
from ecgkt.results.statistics.bootstrap import N_DRAWS
from ecgkt.studies.labs.beyond_diagnoses import (
    compare_out_of_fold,
    judge_arms,
    with_diagnoses,
)
from ecgkt.studies.labs.cross_validation import (
    N_FOLDS,
    SEEDS,
    Say,
    n_workers,
    read_inputs,
)
from ecgkt.studies.labs.prevalence_ratios import (
    MIN_CASES,
    Flags,
    Ratios,
    permute_patients,
    prevalence_ratios,
)
from ecgkt.studies.labs.prevalence_ratios import MIN_PATIENTS as MIN_PER_SIDE
from ecgkt.training.lab_heads.data import LabData
from ecgkt.vocab.statements import CODES

COMMAND = "python -m ecgkt evaluate labs-by-diagnosis --store STORE --json"
REPEATS = SEEDS[:5]
"""Splits of the comparison: the first of those that `evaluate labs` uses."""
N_DEALS = 50
"""Times that the diagnoses are permuted to other patients."""
RULES = {
    "diagnoses": "What this model calls positive at its thresholds on these ECGs; no "
    "physician's diagnosis was used.",
    "labs": "The value nearest to the ECG within the window, measured in blood, beyond "
    "the limits of the store; the same targets that the lab heads are judged on.",
    "prevalence": "On each side of a diagnosis every patient weighs the same, with the "
    "share of their own ECGs there whose lab is abnormal; a patient with ECGs of both "
    "kinds stands on both sides.",
    "ratio": "Prevalence with over prevalence without the diagnosis; 95 % interval "
    "from a bootstrap of patients, not corrected for the number of pairs.",
    "enough": f"At least {MIN_PER_SIDE} patients measured on each side, and on each "
    f"side {MIN_CASES} with an abnormal and {MIN_CASES} with a normal value.",
    "by_chance": "The same with every patient given the diagnoses of another: what "
    "excludes 1 there does so by chance.",
    "comparison": "All predictors are linear, learn in the same folds of patients and "
    "choose their way of learning inside the training folds; scores are centred per "
    "fold. The lab heads read the ECG's embedding and beat; `diagnoses` the 71 "
    "probabilities, `positives` the 71 verdicts.",
}
DIGITS = 3


def evaluate_labs_by_diagnosis(
    store: Path,
    *,
    folder: Path = BUNDLED,
    seeds: tuple[int, ...] = REPEATS,
    say: Say | None = None,
) -> dict[str, Any]:
    """
    Say which labs go with which diagnosis, and whether lab heads know more than those.

    Parameters
    ----------
    store : pathlib.Path
        What ``prepare mimic-iv --window 24h --out`` wrote.
    folder : pathlib.Path
        The model whose diagnoses and encoder are used; by default the shipped one.
    seeds : tuple of int
        One split of the comparison for each.
    say : callable, optional
        Is told of progress.

    Returns
    -------
    dict
        Schema ecgkt.labs-by-diagnosis/1.

    Raises
    ------
    EcgktError
        If the model or the store is incomplete, they do not fit each other, or the
        store has too few patients or laboratory values.
    """
    opened, bundle, data = read_inputs(store, folder, say=say, has_random=False)
    return document(data, opened, bundle, seeds=seeds, say=say)


def document(
    data: LabData,
    store: PreparedStore,
    bundle: Bundle,
    *,
    seeds: tuple[int, ...] = REPEATS,
    n_folds: int = N_FOLDS,
    say: Say | None = None,
) -> dict[str, Any]:
    """
    Put ratios and comparison together.

    Parameters
    ----------
    data : LabData
        What `collect` gave.
    store : PreparedStore
        For its hash.
    bundle : Bundle
        The model behind the data.
    seeds : tuple of int
        Of the comparison's splits.
    n_folds : int
        Folds of patients.
    say : callable, optional
        Is told of progress.

    Returns
    -------
    dict
        Schema ecgkt.labs-by-diagnosis/1.
    """
    told = with_diagnoses(data, bundle)
    positive = told.blocks["positives"] > 0
    held = np.flatnonzero(positive.any(axis=0))
    ratios = prevalence_ratios(positive[:, held], data.targets, data.patients)
    by_chance = _by_chance(positive[:, held], data, ratios)
    statements = list(_statements(data, ratios, positive, held.tolist()))
    if say:
        say(f"{int(ratios.is_measured.sum())} pairs of diagnosis and lab measured")
    scores = compare_out_of_fold(
        told, seeds=seeds, n_folds=n_folds, workers=n_workers(seeds), say=say
    )
    return {
        "schema": LabsByDiagnosis.SCHEMA,
        "command": COMMAND,
        "model": {"sha256": bundle.identity.sha256},
        "store": {key: store.manifest[key] for key in ("source", "data_hash")},
        "n_ecgs": len(data.patients),
        "n_patients": data.n_patients,
        "window_hours": data.window_hours,
        "n_draws": N_DRAWS,
        "min_patients": MIN_PER_SIDE,
        "min_cases": MIN_CASES,
        "rules": RULES,
        "n_pairs": int(ratios.ratio.size),
        "n_pairs_measured": int(ratios.is_measured.sum()),
        # Of the rounded intervals, so that readers of the document count the same.
        "n_pairs_excluding_one": sum(
            pair["low"] > 1 or pair["high"] < 1
            for statement in statements
            for pair in statement["pairs"]
        ),
        "by_chance": by_chance,
        "statements": statements,
        "cohort": {
            "folds": n_folds,
            "repeats": len(seeds),
            "seeds": list(seeds),
            "n_targets": len(data.names),
            **judge_arms(told, scores),
        },
    }


def _by_chance(positive: Flags, data: LabData, found: Ratios) -> dict[str, Any]:
    """Count what excludes 1 when the diagnoses are those of other patients."""
    rng = np.random.default_rng(0)
    whose = np.arange(data.n_patients)[:, None] == data.patients
    # What too few patients have, too few have when permuted: left out to save time.
    positive = positive[:, (whose @ positive).sum(axis=0) >= MIN_PER_SIDE]
    counts = []
    for _ in range(N_DEALS):
        permuted = permute_patients(positive, data.patients, rng)
        ratios = prevalence_ratios(permuted, data.targets, data.patients)
        counts.append((ratios.is_measured.sum(), ratios.excludes_one.sum()))
    measured, excluding = np.array(counts, dtype=float).T
    share = found.excludes_one.sum() / max(1, found.is_measured.sum())
    reached = excluding / np.maximum(1, measured) >= share
    return {
        "n_deals": N_DEALS,
        "measured_mean": float(measured.mean()),
        "excluding_mean": float(excluding.mean()),
        "excluding_max": int(excluding.max()),
        "deals_reaching_share": int(reached.sum()),
    }


def _statements(
    data: LabData, ratios: Ratios, positive: Flags, held: list[int]
) -> Iterator[dict[str, Any]]:
    for place, statement in enumerate(held):
        carries = positive[:, statement]
        pairs = np.flatnonzero(ratios.is_measured[place])
        yield {
            "code": CODES[statement],
            "n_ecgs": int(carries.sum()),
            "n_patients": len(np.unique(data.patients[carries])),
            "n_pairs": ratios.ratio.shape[1],
            "pairs": [_pair(data.names[t], ratios, (place, t)) for t in pairs.tolist()],
        }


def _pair(title: str, ratios: Ratios, at: tuple[int, int]) -> dict[str, Any]:
    name, direction = title.rsplit(" ", 1)
    figures = {
        "ratio": ratios.ratio[at],
        "low": ratios.low[at],
        "high": ratios.high[at],
        "prevalence_with": ratios.prevalence[(0, *at)],
        "prevalence_without": ratios.prevalence[(1, *at)],
    }
    return {
        "name": name,
        "direction": direction,
        **{key: round(float(value), DIGITS) for key, value in figures.items()},
        "patients_with": int(ratios.patients[(0, *at)]),
        "patients_without": int(ratios.patients[(1, *at)]),
    }


def summarise(found: dict[str, Any]) -> str:
    """
    Put a document into lines for the terminal.

    Parameters
    ----------
    found : dict
        Schema ecgkt.labs-by-diagnosis/1.

    Returns
    -------
    str
        The answer, the arms, then the pairs whose interval excludes 1.
    """
    table = LabsByDiagnosis.from_dict(found)
    lines = [answer_text(table), *arm_lines(table), pairs_text(table)]
    for statement in table.statements:
        lines += [
            f"{statement.code:6s} {pair.title}: {pair.text}, "
            f"{pair.patients_with} against {pair.patients_without} patients"
            for pair in statement.significant
        ]
    return "\n".join(lines)
