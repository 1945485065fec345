"""Which score is explained, and by which method: what was checked comes first."""

from collections.abc import Callable

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.report.explanation_words import choice_title
from ecgkt.results.explanations import Checks, ExplanationTable
from ecgkt.types.explanation import METHODS, TargetName
from ecgkt.types.reading import Reading
from pages.read_ecg.show_scores import USUAL, detected
from pages.shared import resources, session


def measured_table(reading: Reading | None) -> ExplanationTable | None:
    """Return the checks of this model's explanations; None if they are not shipped."""
    try:
        table = resources.get_document(ExplanationTable)
    except EcgktError:
        return None  # the model card names the damage
    if reading is None or table is None:
        return None
    return table if table.model.sha256 == reading.model.networks else None


def targets_of(reading: Reading) -> list[TargetName]:
    """Return what can be explained: what was detected comes first."""
    targets = [TargetName("statement", score.code) for score in detected(reading)]
    targets += [TargetName("superclass", score.code) for score in reading.superclasses]
    labs = sorted(
        (lab for lab in reading.labs if lab.readable), key=lambda lab: not lab.flagged
    )
    targets += map(TargetName.of_lab, labs)
    targets += [TargetName("statement", score.code) for score in reading.diagnoses]
    return list(dict.fromkeys(targets))


def offered(
    reading: Reading, checks: Callable[[TargetName], Checks]
) -> list[TargetName]:
    """
    Sort what can be explained: what was detected, then what was checked.

    Parameters
    ----------
    reading : Reading
        With scores.
    checks : callable
        Gives the checks of a target's map.

    Returns
    -------
    list of TargetName
        Detected statements, then detected super-classes, then what is usual in health
        and detected, then the others; among each, maps that passed their checks first.
    """
    kinds = {"statement": reading.diagnoses, "superclass": reading.superclasses}
    ranks = {
        TargetName.of_key(f"{kind}:{score.code}"): 2 if score.code in USUAL else place
        for place, (kind, scores) in enumerate(kinds.items())
        for score in scores
        if score.positive and score.validated
    }
    places = {"passed": 0, "failed": 1, "not checked": 2}
    return sorted(
        targets_of(reading),
        key=lambda one: (ranks.get(one, 3), places[checks(one).state]),
    )


def choose(reading: Reading, table: ExplanationTable) -> tuple[TargetName, str]:
    """Let the user pick a score, detected ones first; compare methods on demand."""

    def checks(target: TargetName) -> Checks:
        return table.checks_of(table.default, target)

    scores, methods = st.columns((3, 2), gap="medium", vertical_alignment="bottom")
    with scores:
        target = st.selectbox(
            "Score",
            offered(reading, checks),
            format_func=lambda one: choice_title(one, checks(one)),
            key="saliency-target",
        )
    measured = (method.name for method in table.methods)
    names = sorted(measured, key=lambda name: name != table.default)
    with methods, st.expander("Compare methods"):
        method = st.selectbox(
            "Method", names, format_func=METHODS.__getitem__, key="saliency-method"
        )
    return target, method


def ask_why(target: str) -> None:
    """Open the map of a score by its `TargetName.key`; before a page is drawn only."""
    session.set_widget("saliency-target", TargetName.of_key(target))
    session.set_widget("saliency", True)
    session.set_widget("tab", "explain")
