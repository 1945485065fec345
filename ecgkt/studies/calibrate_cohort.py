"""Is the simulated cohort as hard as real data? `evaluate cohort` measures it."""

from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.lab_targets import has_enough_cases
from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import EcgktError
from ecgkt.results.comparison import CompareTable
from ecgkt.results.document import load_document
from ecgkt.results.statistics.bootstrap import (
    Estimate,
    estimate,
    macro,
    patient_weights,
)
from ecgkt.results.statistics.metrics import auroc_and_ap
from ecgkt.studies.comparison.compare import compare
from ecgkt.studies.comparison.options import CompareOptions
from ecgkt.studies.comparison.workbench import ArmRecipes
from ecgkt.training.loop.loop import TrainResult
from ecgkt.training.loop.stage import UNLIMITED, RunLimits
from ecgkt.training.recipes.comparison import ARM_DIAGNOSE
from ecgkt.training.recipes.labs import LabSettings
from ecgkt.training.stages.labs import select_targets, train_labs
from ecgkt.training.stages.predict_run import predict_run, run_outputs

SCHEMA = "ecgkt.cohort/1"

ARMS = ("sig", "multi", "tab", "rand")
"""The references alone: the transferred arm is no target and is never run here."""
LEAST = 10
"""ECGs that a lab target needs on each side to be evaluated."""
COHORT_LABS = LabSettings(
    recipe=replace(ARM_DIAGNOSE.recipe, epochs=10),
    augmentation=ARM_DIAGNOSE.augmentation,
    lab_head="joint",
    hours=1.0,
)
"""Labs as stage "labs" trains them, from arm `sig`: no table was ever seen."""


class CohortRecipes(NamedTuple):
    """
    How the networks that a cohort is measured by are trained.

    Attributes
    ----------
    arms : ArmRecipes
        Of the arms of `compare`.
    labs : LabSettings
        Of the lab heads.
    """

    arms: ArmRecipes = ArmRecipes()
    labs: LabSettings = COHORT_LABS


RECIPES = CohortRecipes()


class Band(NamedTuple):
    """
    Where one figure has to lie, and why.

    Attributes
    ----------
    quantity : str
        What is measured.
    low, high : float
        The band, ends included; "about" in the method is ± 0.02.
    anchor : str
        The real data it comes from.
    targets : tuple of str
        Lab targets that are averaged, as `lab_targets` names them.
    """

    quantity: str
    low: float
    high: float
    anchor: str
    targets: tuple[str, ...] = ()


KWON = "Kwon 2021, external .873/.857; ICD codes E875/E876 .815/.812"
ICD = "ICD codes, arXiv 2312.11050: .72-.81"
MDS_ED = "MDS-ED, arXiv 2407.17856"
LAB_BANDS = (
    Band("Potassium high, ECG only", 0.80, 0.90, KWON, ("Potassium high",)),
    Band("Potassium low, ECG only", 0.80, 0.90, KWON, ("Potassium low",)),
    Band("Sodium, ECG only", 0.72, 0.78, ICD, ("Sodium low", "Sodium high")),
    Band(
        "Calcium, ECG only",
        0.72,
        0.78,
        ICD,
        ("Calcium, Total low", "Calcium, Total high"),
    ),
    Band("Magnesium, ECG only", 0.72, 0.78, ICD, ("Magnesium low", "Magnesium high")),
    Band("All labs, ECG only", 0.68, 0.72, "arXiv 2512.07021: .701"),
)
ARM_BANDS = {
    "sig": Band("Diagnoses, signal only", 0.75, 0.79, f"{MDS_ED}: .7678"),
    "multi": Band("Diagnoses, multimodal", 0.81, 0.85, f"{MDS_ED}: .8256"),
    "tab": Band("Diagnoses, table only", 0.73, 0.77, f"{MDS_ED}: .7473"),
}
CLEARLY = 0.02
"""By how much the probe of a random encoder has to stay below the signal."""


def calibrate_cohort(
    store: PreparedStore,
    folder: Path,
    *,
    seed: int = 0,
    device: str = "cpu",
    limits: RunLimits = UNLIMITED,
    recipes: CohortRecipes = RECIPES,
) -> dict[str, Any] | None:
    """
    Measure every quantity that the cohort is calibrated to.

    Parameters
    ----------
    store : PreparedStore
        Of a simulated cohort, with labs and diagnoses.
    folder : pathlib.Path
        For the runs; a finished part is not done again.
    seed : int
        Of the lab heads; the arms take seed 0.
    device : str
        "cpu" or "cuda".
    limits : RunLimits
        Time budget.
    recipes : CohortRecipes
        Of all networks.

    Returns
    -------
    dict or None
        The document of schema `SCHEMA`; None: the time was up, call again.

    Raises
    ------
    EcgktError
        If the store has no labs, or a folder is in use or of other settings.
    """
    options = CompareOptions(seeds=1, fractions=(1.0,), arms=ARMS, device=device)
    table = _run_arms(store, folder / "arms", options, recipes.arms, limits)
    if table is None:
        return None
    start = folder / "arms" / "runs" / "seed-0" / "sig-equal_compute-1"
    heads = folder / f"labs-{seed}"
    if not (heads / "DONE").exists():
        resumed = limits._replace(resume=(heads / "config.json").exists())
        result: TrainResult = train_labs(
            store,
            heads,
            init=start,
            seed=seed,
            device=device,
            limits=resumed,
            settings=recipes.labs,
        )
        if not result.is_finished:
            return None
    rows, names, targets = _choose_targets(store, recipes.labs)
    logits = predict_run(heads, store, rows)
    order = [run_outputs(heads).index(name) for name in names]
    patients = store.records["patient_id"].to_numpy()[rows]
    entries = band_entries(targets, logits[:, order], names, patients)
    return {
        "schema": SCHEMA,
        "n_ecgs": len(store.records),
        "n_patients": int(store.records["patient_id"].nunique()),
        "n_labels": table.n_labels,
        "n_lab_targets": len(names),
        "calibration": _arm_entries(table) + entries,
    }


def band_entries(
    targets: NDArray[np.float32],
    scores: NDArray[np.float32],
    names: tuple[str, ...],
    patients: NDArray,
) -> list[dict[str, Any]]:
    """
    Compute the figures of lab heads in every lab band.

    Parameters
    ----------
    targets : numpy.ndarray of shape (n_ecgs, n_targets), float32
        1, 0, or NaN where nothing was measured.
    scores : numpy.ndarray of shape (n_ecgs, n_targets), float32
        Higher for a likelier 1.
    names : tuple of str
        Of the targets.
    patients : numpy.ndarray of shape (n_ecgs,)
        Whose ECG each is: patients are bootstrapped.

    Returns
    -------
    list of dict
        One entry per band, its targets averaged; None where no target is known.
    """
    weights = patient_weights(patients)
    figures = np.full((len(names), weights.shape[1]), np.nan)
    for place in range(len(names)):
        known = np.isfinite(targets[:, place])
        labels = targets[known, place].astype(np.uint8)
        figures[place] = auroc_and_ap(
            labels, scores[known, place], weights[known]
        ).auroc
    entries = []
    for band in LAB_BANDS:
        chosen = [i for i, name in enumerate(names) if name in (band.targets or names)]
        value = Estimate(None, None, 0)
        if chosen:
            value = macro(figures[chosen])
        single = {
            names[i]: estimate(figures[i]).value
            for i in (chosen if band.targets else range(len(names)))
        }
        entries.append(_entry(band, value.value, value.interval) | {"targets": single})
    return entries


def _run_arms(
    store: PreparedStore,
    out: Path,
    options: CompareOptions,
    recipes: ArmRecipes,
    limits: RunLimits,
) -> CompareTable | None:
    if (out / "DONE").exists():
        return load_document(out / "summary.json", CompareTable)
    resumed = limits._replace(resume=out.exists() and any(out.iterdir()))
    result = compare(store, out, options=options, recipes=recipes, limits=resumed)
    return result.table


def _choose_targets(
    store: PreparedStore, settings: LabSettings
) -> tuple[NDArray[np.int64], tuple[str, ...], NDArray[np.float32]]:
    """
    Choose ECGs and lab targets: tuning and held_out together.

    Tuning chose the best of a few epochs by the mean of all labs, which hardly flatters
    one of them; and the rare ones have twice the cases.
    """
    names, targets = select_targets(store, settings)
    rows = np.concatenate([store.split("tuning"), store.split("held_out")])
    patients = store.records["patient_id"].to_numpy()[rows]
    kept = has_enough_cases(targets[rows], patients, min_records=LEAST)
    if not kept.any():
        raise EcgktError(
            f"expected labs with {LEAST} abnormal and as many other values in tuning "
            "and held_out, found none: simulate more patients"
        )
    chosen = tuple(name for name, yes in zip(names, kept, strict=True) if yes)
    return rows, chosen, targets[rows][:, kept]


def _arm_entries(table: CompareTable) -> list[dict[str, Any]]:
    arms = table.fractions[-1].arms
    entries = [
        _entry(band, arms[name].auroc, arms[name].auroc_ci)
        for name, band in ARM_BANDS.items()
    ]
    highest = (arms["sig"].auroc or 0.0) - CLEARLY
    band = Band(
        "Diagnoses, probe of a random encoder",
        0.5,
        round(highest, 4),
        "clearly below the signal: arXiv 2602.17531",
    )
    return [*entries, _entry(band, arms["rand"].auroc, arms["rand"].auroc_ci)]


def _entry(
    band: Band, value: float | None, interval: tuple[float, float] | None
) -> dict[str, Any]:
    return {
        "quantity": band.quantity,
        "value": value,
        "ci": None if interval is None else list(interval),
        "band": [band.low, band.high],
        "anchor": band.anchor,
        "within": value is not None and band.low <= value <= band.high,
    }
