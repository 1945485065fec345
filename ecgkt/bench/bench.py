"""One measurement, put into one JSON document with the machine it was made on."""

import os
import platform
from pathlib import Path
from typing import Any

from ecgkt.errors import EcgktError

SCHEMA = "ecgkt.bench/1"


def measure(what: str, source: Path | None) -> dict[str, Any]:
    """
    Run one measurement.

    Parameters
    ----------
    what : str
        "prepare", "train", "inference", "sheet", "measure", "explain" or "app".
    source : pathlib.Path or None
        What it needs: PTB-XL's folder for prepare, a prepared store for train, a WFDB
        header file for app, nothing for the others.

    Returns
    -------
    dict
        Schema ecgkt.bench/1: the figures, their references, and the machine.

    Raises
    ------
    EcgktError
        If the measurement needs a source and has none.
    """
    # Each is imported by itself: one needs a browser, another torch.
    if what == "inference":
        from ecgkt.bench.inference import measure_inference

        return _document(what, measure_inference())
    if what == "sheet":
        from ecgkt.bench.sheet import measure_sheet

        return _document(what, measure_sheet())
    if what == "measure":
        from ecgkt.bench.measurements import measure_measurements

        return _document(what, measure_measurements())
    if what == "explain":
        from ecgkt.bench.explain import measure_explain

        return _document(what, measure_explain())
    if source is None:
        raise EcgktError(f"bench {what} needs a path: see bench --help")
    if what == "prepare":
        from ecgkt.bench.prepare import measure_prepare

        return _document(what, measure_prepare(source))
    if what == "train":
        from ecgkt.bench.train import measure_train

        return _document(what, measure_train(source))
    from ecgkt.bench.app import measure_app

    return _document(what, measure_app(source))


def _document(what: str, figures: dict[str, Any]) -> dict[str, Any]:
    machine = {"cpus": os.cpu_count(), "machine": platform.machine()}
    return {"schema": SCHEMA, "what": what, **machine, **figures}
