"""``train mimic-iv``: every step from MIMIC-IV's folders to held-out figures."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say
from ecgkt.commands.prepare import add_mimic_arguments, mimic_choices
from ecgkt.commands.train.run import add_call_arguments
from ecgkt.commands.verb import add_command


def train_mimic_iv(arguments: argparse.Namespace) -> int:
    """Prepare, align, diagnose, read labs and evaluate MIMIC-IV in a row."""
    from ecgkt.studies.mimic_iv import MimicStudy, run_mimic_iv
    from ecgkt.training.loop.stage import RunLimits

    folders, options = mimic_choices(arguments)
    progress = run_mimic_iv(
        MimicStudy(
            folders=folders,
            options=options,
            seed=arguments.seed,
            device=arguments.device,
        ),
        arguments.out,
        limits=RunLimits(arguments.resume, arguments.time_budget),
    )
    if progress.document is None:
        done = ", ".join(progress.finished)
        say(f"{arguments.out}: {done} done; stopped, go on with --resume")
        return 0
    for part in ("diagnoses", "labs"):
        judged = progress.document[part]
        say(f"{part}: {judged['n_labels']} labels, {judged['n_validated']} validated")
        for name, figure in judged["macro"].items():
            say(f"  macro AUROC of {name} {_shown(figure, 'auroc')}")
            say(f"  macro AUPRC of {name} {_shown(figure, 'auprc')}")
    say(f"{arguments.out / 'evaluation.json'}: written")
    return 0


def _shown(figure: dict[str, Any], name: str) -> str:
    value, interval = figure[name], figure[f"{name}_ci"]
    if value is None:
        return "not defined"
    if interval is None:
        return f"{value:.4f} (no interval)"
    return f"{value:.4f} ({interval[0]:.4f} to {interval[1]:.4f})"


def add_mimic_iv(stages: Any) -> None:
    """
    Add the command to those of ``train``.

    Parameters
    ----------
    stages : argparse subparsers
        What ``train`` is followed by.
    """
    command = add_command(stages, "mimic-iv", train_mimic_iv)
    add_mimic_arguments(command)
    command.add_argument("--out", type=Path, required=True, help="store, runs, figures")
    add_call_arguments(command)
