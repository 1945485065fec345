"""``evaluate cohort``: whether the simulated cohort is as hard as real data."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import show
from ecgkt.commands.verb import add_command


def evaluate_cohort(arguments: argparse.Namespace) -> int:
    """Measure what a simulated cohort is calibrated to, and write it as JSON."""
    import logging

    from ecgkt.dataset.store import open_store
    from ecgkt.files import to_json, write_atomically
    from ecgkt.studies.calibrate_cohort import calibrate_cohort
    from ecgkt.training.loop.stage import RunLimits

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    runs = arguments.runs or arguments.out.with_suffix(".runs")
    document = calibrate_cohort(
        open_store(arguments.store),
        runs,
        seed=arguments.seed,
        device=arguments.device,
        limits=RunLimits(time_budget=arguments.time_budget),
    )
    if document is None:
        show(f"{runs}: the time was up, call again to go on")
        return 0
    # The names of the folders, not their places, which are nobody's business.
    named = f"--store {arguments.store.name} --out {arguments.out.name}"
    command = f"python -m ecgkt evaluate cohort {named} --seed {arguments.seed}"
    write_atomically({arguments.out: to_json({"command": command, **document})})
    for entry in document["calibration"]:
        verdict = "within" if entry["within"] else "OUTSIDE"
        value = "-" if entry["value"] is None else f"{entry['value']:.3f}"
        low, high = entry["band"]
        show(f"{entry['quantity']:40} {value}  {verdict} {low:.2f}-{high:.2f}")
    return 0


def add(subjects: Any) -> None:
    """Add the subject to ``evaluate``."""
    command = add_command(subjects, "cohort", evaluate_cohort)
    command.add_argument("--store", type=Path, required=True)
    command.add_argument("--out", type=Path, required=True, help="JSON file to write")
    command.add_argument(
        "--runs", type=Path, help="folder of the runs, default OUT.runs"
    )
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    command.add_argument("--time-budget", type=float, metavar="MINUTES")
