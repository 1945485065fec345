"""``prepare``: a data set becomes a prepared store."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.output import say
from ecgkt.commands.verb import add_command, add_group


def prepare_ptb_xl(arguments: argparse.Namespace) -> int:
    """Write a prepared store from PTB-XL's folder."""
    from ecgkt.dataset.ptb_xl import prepare_ptb_xl as prepare

    tell(arguments.out, prepare(arguments.source, arguments.out))
    return 0


def tell(out: Path, manifest: dict[str, Any]) -> None:
    """Say what a new store holds."""
    say(
        f"{out}: {manifest['n_records']} records of "
        f"{manifest['n_patients']} patients, {manifest['n_quarantined']} left out"
    )


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    data_sets = add_group(
        commands, "prepare", "Turn a data set into a prepared store.", "data-set"
    )
    ptb_xl = add_command(data_sets, "ptb-xl", prepare_ptb_xl)
    ptb_xl.add_argument("source", type=Path, help="folder in PhysioNet's layout")
    ptb_xl.add_argument("--out", type=Path, required=True, help="the store")
