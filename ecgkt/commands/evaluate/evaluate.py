"""``evaluate``: how good it is."""

import argparse
from pathlib import Path
from typing import Any

from ecgkt.commands.evaluate import adapter as evaluate_adapter
from ecgkt.commands.evaluate import bundled as evaluate_bundled
from ecgkt.commands.evaluate import cases as evaluate_cases
from ecgkt.commands.evaluate import cohort as evaluate_cohort
from ecgkt.commands.evaluate import delineation as evaluate_delineation
from ecgkt.commands.evaluate import doubt as evaluate_doubt
from ecgkt.commands.evaluate import ectopy as evaluate_ectopy
from ecgkt.commands.evaluate import experts as evaluate_experts
from ecgkt.commands.evaluate import explanations as evaluate_explanations
from ecgkt.commands.evaluate import gates as evaluate_gates
from ecgkt.commands.evaluate import labs_by_diagnosis as evaluate_labs_by_diagnosis
from ecgkt.commands.evaluate import labs_outside as evaluate_labs_outside
from ecgkt.commands.evaluate import ood as evaluate_ood
from ecgkt.commands.evaluate import reading as evaluate_reading
from ecgkt.commands.evaluate import repeatability as evaluate_repeatability
from ecgkt.commands.evaluate import robustness as evaluate_robustness
from ecgkt.commands.evaluate import subgroups as evaluate_subgroups
from ecgkt.commands.output import say, show_document
from ecgkt.commands.verb import add_command, add_group


def evaluate_labs(arguments: argparse.Namespace) -> int:
    """Judge laboratory heads on real patients, cross-validated by patient."""
    from ecgkt.studies.labs.document import summarise
    from ecgkt.studies.labs.judge_heads import judge_heads

    judged = judge_heads(arguments.store, normal=arguments.normal, say=say)
    return show_document(arguments, judged.document, summarise)


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    subjects = add_group(commands, "evaluate", "Judge a finished model.", "subject")
    evaluate_adapter.add(subjects)
    evaluate_bundled.add(subjects)
    evaluate_cases.add(subjects)
    evaluate_cohort.add(subjects)
    evaluate_delineation.add(subjects)
    evaluate_doubt.add(subjects)
    evaluate_ectopy.add(subjects)
    evaluate_experts.add(subjects)
    evaluate_explanations.add(subjects)
    evaluate_gates.add(subjects)
    evaluate_labs_by_diagnosis.add(subjects)
    evaluate_labs_outside.add(subjects)
    evaluate_ood.add(subjects)
    evaluate_reading.add(subjects)
    evaluate_repeatability.add(subjects)
    evaluate_robustness.add(subjects)
    evaluate_subgroups.add(subjects)
    labs = add_command(subjects, "labs", evaluate_labs)
    labs.add_argument(
        "--store", type=Path, required=True, help="of prepare mimic-iv --window 24h"
    )
    labs.add_argument("--normal", type=Path, help="of prepare ptb-xl, for its NORM")
    labs.add_argument("--json", action="store_true")
