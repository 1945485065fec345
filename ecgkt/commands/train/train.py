"""``train``: one stage of training."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.train import context as train_context
from ecgkt.commands.train import delineate as train_delineate
from ecgkt.commands.train import fewer_leads as train_fewer_leads
from ecgkt.commands.train import second_opinion as train_second_opinion
from ecgkt.commands.train.mimic_iv import add_mimic_iv
from ecgkt.commands.train.run import add_run_arguments, run_options, tell
from ecgkt.commands.verb import add_command, add_group
from ecgkt.errors import EcgktError


def train_align(arguments: argparse.Namespace) -> int:
    """Train, or go on training, the embedding that ECG and clinical table share."""
    from dataclasses import replace

    from ecgkt.dataset.store import open_store
    from ecgkt.training.recipes.align import ALIGN
    from ecgkt.training.stages.align import train_align as train

    partner = "permuted" if arguments.shuffle_labels else "table"
    result = train(
        open_store(arguments.store),
        arguments.out,
        settings=replace(ALIGN, loss=arguments.loss, partner=partner),
        **run_options(arguments),
    )
    return tell(arguments, result, "own table nearer than another's, on tuning")


def train_diagnose(arguments: argparse.Namespace) -> int:
    """Train, or go on training, the diagnoses."""
    from dataclasses import replace

    from ecgkt.dataset.store import open_store
    from ecgkt.training.recipes.diagnose import NETWORKS
    from ecgkt.training.stages.diagnose import train_diagnose as train

    settings = NETWORKS[arguments.network]
    if arguments.epochs is not None:
        if arguments.epochs < 1:
            raise EcgktError(f"expected at least 1 epoch, found {arguments.epochs}")
        recipe = replace(settings.recipe, epochs=arguments.epochs)
        settings = replace(settings, recipe=recipe)
    result = train(
        open_store(arguments.store),
        arguments.out,
        settings=settings,
        shuffle_labels=arguments.shuffle_labels,
        init=arguments.init,
        **run_options(arguments),
    )
    return tell(arguments, result, "macro AUROC on tuning")


def train_labs(arguments: argparse.Namespace) -> int:
    """Train heads for laboratory values; those shipped are made by bundle-labs."""
    from dataclasses import replace

    from ecgkt.dataset.store import open_store
    from ecgkt.training.recipes.labs import LABS
    from ecgkt.training.stages.labs import train_labs as train

    settings = replace(
        LABS, lab_head=arguments.lab_head, shuffle_labels=arguments.shuffle_labels
    )
    result = train(
        open_store(arguments.store),
        arguments.out,
        init=arguments.init,
        settings=settings,
        **run_options(arguments),
    )
    return tell(arguments, result, "macro AUROC on tuning")


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    stages = add_group(commands, "train", "Train one stage.", "stage")
    align = add_command(stages, "align", train_align)
    diagnose = add_command(stages, "diagnose", train_diagnose)
    labs = add_command(stages, "labs", train_labs)
    for stage in (align, diagnose, labs):
        add_run_arguments(stage)
        stage.add_argument("--shuffle-labels", action="store_true", help="leak check")
    align.add_argument(
        "--loss", choices=["vicreg", "infonce", "sigreg"], default="vicreg"
    )
    diagnose.add_argument(
        "--network",
        choices=["three-residual", "residual", "state-space", "small"],
        default="three-residual",
        help="the bundled model is a residual and a state-space run, joined by bundle; "
        "by default the first model's three networks in one",
    )
    diagnose.add_argument("--init", type=Path, help="a run whose encoder to start from")
    diagnose.add_argument(
        "--epochs", type=int, help="by default those of the network's recipe"
    )
    labs.add_argument("--init", type=Path, required=True, help="a run to read from")
    labs.add_argument(
        "--lab-head",
        choices=["probe", "joint"],
        default="probe",
        help="read the embedding, or train it on labs and diagnoses together",
    )
    add_run_arguments(train_delineate.add(stages))
    add_run_arguments(train_second_opinion.add(stages))
    add_run_arguments(train_context.add(stages))
    for stage in train_fewer_leads.add(stages):
        add_run_arguments(stage)
    add_mimic_iv(stages)
