"""The cohort is judged by bands, and what is shipped lies in them."""

from dataclasses import replace

import numpy as np
import pytest

from ecgkt.dataset.store import open_store
from ecgkt.results.cohort import CohortTable
from ecgkt.simulate.cohort import simulate_cohort
from ecgkt.studies.calibrate_cohort import (
    ARM_BANDS,
    ARMS,
    LAB_BANDS,
    RECIPES,
    band_entries,
    calibrate_cohort,
)
from ecgkt.training.loop.stage import RunLimits


def planted(names, n=4000, gain=1.0):
    """Return targets of 10 % and scores that are `gain` deviations higher for them."""
    rng = np.random.default_rng(0)
    targets = (rng.random((n, len(names))) < 0.1).astype(np.float32)
    scores = (gain * targets + rng.standard_normal(targets.shape)).astype(np.float32)
    return targets, scores, np.arange(n) // 2


def entry(entries, quantity):
    return next(one for one in entries if one["quantity"].startswith(quantity))


def test_a_lab_within_its_band_is_told_from_one_outside():
    names = ("Potassium high", "Potassium low")
    targets, scores, patients = planted(names, gain=1.5)
    scores[:, 1] = -scores[:, 1]
    entries = band_entries(targets, scores, names, patients)
    high = entry(entries, "Potassium high")
    assert high["value"] == pytest.approx(0.856, abs=0.02)
    assert high["ci"][0] < high["value"] < high["ci"][1]
    assert high["within"]
    assert not entry(entries, "Potassium low")["within"]


def test_both_sides_of_a_lab_are_averaged():
    names = ("Sodium low", "Sodium high")
    entries = band_entries(*planted(names)[:2], names, np.arange(4000))
    sodium = entry(entries, "Sodium")
    assert sodium["value"] == pytest.approx(np.mean(list(sodium["targets"].values())))
    assert entry(entries, "All labs")["value"] == pytest.approx(sodium["value"])


def test_unmeasured_values_are_left_out():
    names = ("Potassium high",)
    targets, scores, patients = planted(names, gain=1.5)
    value = band_entries(targets, scores, names, patients)[0]["value"]
    scores[targets[:, 0] == 0] += 9
    targets[(targets[:, 0] == 0) & (np.arange(4000) % 2 == 0)] = np.nan
    kept = band_entries(targets, scores, names, patients)[0]["value"]
    assert kept < 0.01 < value
    assert (
        entry(band_entries(targets, scores, names, patients), "Sodium")["value"] is None
    )


def test_the_transferred_arm_is_never_run():
    assert not set(ARMS) & {"ours", "ceiling", "ssl", "perm"}


def test_the_bands_are_those_of_the_method():
    bands = [(band.low, band.high) for band in LAB_BANDS]
    assert bands == [*[(0.80, 0.90)] * 2, *[(0.72, 0.78)] * 3, (0.68, 0.72)]
    means = {name: (band.low + band.high) / 2 for name, band in ARM_BANDS.items()}
    assert means == pytest.approx({"sig": 0.77, "multi": 0.83, "tab": 0.75})


@pytest.mark.slow
def test_a_small_cohort_is_measured_from_end_to_end(tmp_path):
    from ecgkt.__main__ import main

    simulate_cohort(400, 1, tmp_path / "sim")
    command = ["prepare", "mimic-iv", "--min-positives", "40"]
    for part in ("ecg", "hosp", "ed"):
        command += [f"--{part}", str(tmp_path / "sim" / part)]
    assert main([*command, "--out", str(tmp_path / "store")]) == 0
    short = {"epochs": 1, "min_steps": 2, "batch_size": 64}
    arms, labs = RECIPES
    recipes = RECIPES._replace(
        arms=replace(
            arms,
            align=replace(arms.align, recipe=replace(arms.align.recipe, **short)),
            diagnose=replace(
                arms.diagnose, recipe=replace(arms.diagnose.recipe, **short)
            ),
        ),
        labs=replace(labs, recipe=replace(labs.recipe, **short)),
    )
    document = calibrate_cohort(
        open_store(tmp_path / "store"),
        tmp_path / "runs",
        limits=RunLimits(),
        recipes=recipes,
    )
    assert document is not None
    table = CohortTable.from_dict(document)
    assert len(table.calibration) == len(LAB_BANDS) + len(ARMS)
    assert table.n_patients == 400
    values = {one.quantity: one.value for one in table.calibration}
    assert 0.4 < values["Diagnoses, signal only"] < 1
    assert not (
        tmp_path / "runs" / "arms" / "runs" / "seed-0" / "ours-stage-1"
    ).exists()
