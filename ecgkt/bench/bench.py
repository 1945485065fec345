"""One measurement, put into one JSON document with the machine it was made on."""

import os
import platform
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from ecgkt.errors import EcgktError

SCHEMA = "ecgkt.bench/2"
MEASUREMENTS = {
    "prepare": "prepare",
    "train": "train",
    "inference": "inference",
    "networks": "networks",
    "sheet": "sheet",
    "measure": "measurements",
    "explain": "explain",
    "app": "app",
}
"""The module of each; its function is called "measure_" and the module's name."""
NEEDS_SOURCE = ("prepare", "train", "app")
UPLOADS = 6
"""Of each of many users, each in a session of its own."""
TAKES_SOURCE = (*NEEDS_SOURCE, "measure")


def measure(
    what: str, source: Path | None, *, users: Sequence[int] = (), uploads: int = UPLOADS
) -> dict[str, Any]:
    """
    Run one measurement.

    Parameters
    ----------
    what : str
        One of `MEASUREMENTS`.
    source : pathlib.Path or None
        What it needs: PTB-XL's folder for prepare, a prepared store for train, a
        recording for app; for measure, if there is one, a folder in LUDB's layout;
        nothing for the others.
    users : sequence of int, optional
        Of the app alone: how many come at the same time, one load after the other; with
        them it needs no source.
    uploads : int, optional
        Of each of these users.

    Returns
    -------
    dict
        Schema ecgkt.bench/2: the figures, their references, and the machine.

    Raises
    ------
    EcgktError
        If the measurement needs a source and has none.
    """
    if users and what != "app":
        raise EcgktError(f"bench {what} has no users; bench app has")
    if source is None and what in NEEDS_SOURCE and not users:
        raise EcgktError(f"bench {what} needs a path: see bench --help")
    name = MEASUREMENTS[what]
    # Each is imported by itself: one needs a browser, another torch.
    function = getattr(import_module(f"ecgkt.bench.{name}"), f"measure_{name}")
    if users:
        figures = import_module("ecgkt.bench.users").measure_users(users, uploads)
    else:
        figures = function(source) if what in TAKES_SOURCE else function()
    machine = {"cpus": os.cpu_count(), "machine": platform.machine()}
    return {"schema": SCHEMA, "what": what, **machine, **figures}
