"""``prepare``: a data set becomes a prepared store."""

import argparse
from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecgkt.commands.output import say
from ecgkt.commands.verb import add_command, add_group
from ecgkt.errors import EcgktError

if TYPE_CHECKING:
    from ecgkt.dataset.mimic_iv.options import MimicFolders, MimicOptions

SHOWN = 5
"""Names of a list that are said on the terminal."""


def prepare_ptb_xl(arguments: argparse.Namespace) -> int:
    """Write a prepared store from PTB-XL's folder."""
    from ecgkt.dataset.ptb_xl import prepare_ptb_xl as prepare

    manifest = prepare(arguments.source, arguments.out, with_reports=arguments.reports)
    tell(arguments.out, manifest)
    return 0


def prepare_mimic_iv(arguments: argparse.Namespace) -> int:
    """Write a prepared store from MIMIC-IV's folders, full, demo or simulated."""
    from ecgkt.dataset.mimic_iv.mimic_iv import prepare_mimic_iv as prepare

    folders, options = mimic_choices(arguments)
    manifest = prepare(folders, arguments.out, options=options)
    tell(arguments.out, manifest)
    tell_flow(arguments.out, manifest)
    return 0


def prepare_library(arguments: argparse.Namespace) -> int:
    """Write the laboratory values of a library's patients beside their ECGs."""
    from ecgkt.dataset.mimic_iv.patient_labs import write_patient_labs

    written = write_patient_labs(arguments.library, arguments.hosp, days=arguments.days)
    say(
        f"{arguments.library}: {written.n_with_labs} of {written.n_patients} patients "
        f"with two ECGs or more have laboratory values within {arguments.days:g} days"
    )
    return 0


def mimic_choices(
    arguments: argparse.Namespace,
) -> tuple["MimicFolders", "MimicOptions"]:
    """
    Read what `add_mimic_arguments` added.

    Parameters
    ----------
    arguments : argparse.Namespace
        The parsed command line.

    Returns
    -------
    tuple of MimicFolders and MimicOptions
        For ``prepare_mimic_iv``.

    Raises
    ------
    EcgktError
        If a number is below 1.
    """
    from ecgkt.dataset.mimic_iv.options import MimicFolders, MimicOptions

    given = vars(arguments)
    folders = MimicFolders(**{name: given[name] for name in MimicFolders._fields})
    names = [item.name for item in fields(MimicOptions)]
    try:
        return folders, MimicOptions(**{name: given[name] for name in names})
    except ValueError as error:
        raise EcgktError(str(error)) from error


def tell_flow(out: Path, manifest: dict[str, Any]) -> None:
    """Say step by step who is in a new store, and name some that are not."""
    for step in manifest["flow"]:
        lost = f" ({step['dropped']}: {step['why']})" if step["dropped"] else ""
        say(
            f"  {step['step']}: {step['n_records']} ECGs of {step['n_patients']} "
            f"patients{lost}"
        )
    n_labels = len(manifest["statements"])
    say(f"  {len(manifest['labs'])} labs, {n_labels} diagnosis labels")
    without = manifest["patients_without_laboratory"]
    if without:
        shown = ", ".join(map(str, without[:SHOWN]))
        say(f"  {len(without)} patients without laboratory: {shown} ...")
    if manifest["n_quarantined"]:
        with (out / "quarantine.csv").open(encoding="utf-8") as file:
            next(file)
            for line in islice(file, SHOWN):
                say(f"  left out: {line.strip()}")


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
    ptb_xl.add_argument(
        "--reports",
        action="store_true",
        help="the table beside the ECG is what its report says, not body measures",
    )
    mimic_iv = add_command(data_sets, "mimic-iv", prepare_mimic_iv)
    add_mimic_arguments(mimic_iv)
    mimic_iv.add_argument("--out", type=Path, required=True, help="the store")
    library = add_command(data_sets, "library", prepare_library)
    library.add_argument(
        "library", type=Path, help="MIMIC-IV-ECG's folder, as ECGKT_LIBRARY names it"
    )
    library.add_argument("--hosp", type=Path, required=True, help="MIMIC-IV's hosp")
    library.add_argument(
        "--days",
        type=float,
        default=7.0,
        help="from an ECG within which values are kept (default: %(default)s)",
    )


def add_mimic_arguments(parser: argparse.ArgumentParser) -> None:
    """
    Add MIMIC-IV's folders and the rules of its store to a command.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        Any command that prepares MIMIC-IV.
    """
    from ecgkt.dataset.mimic_iv.options import (
        LIMITS,
        MONITOR,
        UNKNOWN_UNITS,
        WINDOWS,
    )

    parser.add_argument("--ecg", type=Path, required=True, help="with record_list.csv")
    parser.add_argument("--hosp", type=Path, required=True, help="MIMIC-IV's hosp")
    parser.add_argument("--ed", type=Path, help="MIMIC-IV-ED")
    parser.add_argument("--icu", type=Path, help="MIMIC-IV's icu: chartevents")
    parser.add_argument(
        "--diagnoses",
        type=Path,
        metavar="FILE",
        help="records_w_diag_icd10.csv: labels and folds of MIMIC-IV-ECG-Ext-ICD",
    )
    parser.add_argument(
        "--window",
        choices=list(WINDOWS),
        default="60m",
        help="how far from the ECG a laboratory value may lie, either side",
    )
    parser.add_argument(
        "--min-positives",
        type=int,
        default=230,
        metavar="N",
        help="ECGs of train and tuning that a diagnosis label needs, of at least "
        "min(N, 10) patients (default: %(default)s)",
    )
    parser.add_argument(
        "--limits",
        choices=LIMITS,
        default="median",
        help="low and high by each lab's median limits, or by each row's own range",
    )
    parser.add_argument(
        "--monitor",
        choices=list(MONITOR),
        help="states of any value from the ECG to then, not of the nearest one",
    )
    parser.add_argument(
        "--min-lab-rows",
        type=int,
        default=1,
        metavar="N",
        help="usable rows that a lab needs (CardioLab: 200; default: %(default)s)",
    )
    parser.add_argument(
        "--unknown-units",
        choices=UNKNOWN_UNITS,
        default="refuse",
        help="what to do about a laboratory row of an unknown unit",
    )
    parser.add_argument(
        "--triage",
        action="store_true",
        help="take the vital signs of ED triage as measured on arrival",
    )
