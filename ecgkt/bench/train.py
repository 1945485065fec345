"""Crops per second of stage "diagnose", with one thread and with all of the recipe."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from ecgkt.dataset.store import open_store
from ecgkt.training.loop.stage import RunLimits
from ecgkt.training.recipes.diagnose import DIAGNOSE
from ecgkt.training.stages.diagnose import train_diagnose

MINUTES = 0.75


def measure_train(store: Path) -> dict[str, Any]:
    """
    Train for a short while with the shipped recipe and count the crops.

    Parameters
    ----------
    store : pathlib.Path
        A prepared store.

    Returns
    -------
    dict
        Crops per second by number of threads, setting up the run included; the
        reference is one thread.

    Raises
    ------
    EcgktError
        If it is no store.
    """
    data = open_store(store)
    speeds = {}
    for threads in sorted({1, DIAGNOSE.recipe.threads}):
        recipe = replace(DIAGNOSE.recipe, threads=threads)
        settings = replace(DIAGNOSE, recipe=recipe)
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            limits = RunLimits(time_budget=MINUTES)
            train_diagnose(data, Path(folder), settings=settings, limits=limits)
            seconds = time.perf_counter() - start
            (checkpoint,) = Path(folder).glob("step-*.pt")
            steps = int(checkpoint.stem.removeprefix("step-"))
        speeds[str(threads)] = steps * recipe.batch_size / seconds
    return {"batch_size": DIAGNOSE.recipe.batch_size, "crops_per_s_by_threads": speeds}
