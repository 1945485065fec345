"""Sections of the model card made from the shipped results, where there are any."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.results.cohort import CohortTable
from ecgkt.results.delineation import DelineationTable
from ecgkt.results.ectopy import EctopyTable
from ecgkt.results.explanations import ExplanationTable
from ecgkt.results.gates import GateTable
from ecgkt.results.labs import LabTable
from ecgkt.results.labs_by_diagnosis import LabsByDiagnosis
from ecgkt.results.reading_figures import ReadingFigures
from ecgkt.results.robustness import RobustnessTable
from ecgkt.results.second_opinion import SecondOpinionTable
from pages.model_card.show_arms import show_arms
from pages.model_card.show_delineation import show_delineation
from pages.model_card.show_ectopy import show_ectopy
from pages.model_card.show_explanations import show_explanations
from pages.model_card.show_flow import show_cohort, show_flow
from pages.model_card.show_gates import show_gates
from pages.model_card.show_lab_explanation import show_lab_explanation
from pages.model_card.show_lab_heads import show_lab_heads
from pages.model_card.show_reading_figures import show_reading_figures
from pages.model_card.show_robustness import show_robustness
from pages.model_card.show_second_opinion_card import show_second_opinion_card
from pages.shared import resources
from pages.shared.text import show_error

T = TypeVar("T")


def show_results() -> None:
    """Draw what the studies found, each under its heading and with its data named."""
    show_section(
        "Does clinical knowledge transfer?",
        resources.get_comparisons,
        show_arms,
        absent="No comparison of training arms is shipped with this model.",
    )
    show_section(
        "Boundaries of the waves",
        lambda: resources.get_document(DelineationTable),
        show_delineation,
        absent="No delineator is shipped with this model: it measures no durations.",
    )
    show_section(
        "The first sentence of a reading",
        lambda: resources.get_document(ReadingFigures),
        show_reading_figures,
        absent="No figures of first sentences are shipped with this model.",
    )
    show_section(
        "Premature beats and irregular rhythms",
        lambda: resources.get_document(EctopyTable),
        show_ectopy,
        absent="No figures of premature beats are shipped with this model.",
    )
    show_section(
        "Gates before the scores",
        lambda: resources.get_document(GateTable),
        show_gates,
        absent="No figures of the gates are shipped with this model.",
    )
    show_section(
        "Scores under noise",
        lambda: resources.get_document(RobustnessTable),
        show_robustness,
        absent="No scores under noise are shipped with this model.",
    )
    show_section(
        "Second opinion with exact sums",
        lambda: resources.get_document(SecondOpinionTable),
        show_second_opinion_card,
        absent="No second opinion is shipped with this model.",
    )
    show_section(
        "Laboratory heads",
        lambda: resources.get_document(LabTable),
        show_lab_heads,
        absent="No laboratory heads are shipped with this model.",
    )
    show_section(
        "Does the lab head explain the diagnosis?",
        lambda: resources.get_document(LabsByDiagnosis),
        show_lab_explanation,
        absent="No comparison of labs with diagnoses is shipped with this model.",
    )
    show_section(
        "Cohort of the laboratory heads",
        lambda: getattr(resources.get_document(LabTable), "flow", ()),
        show_flow,
        absent="No flow of a cohort is shipped with this model.",
    )
    show_section(
        "How real the simulated cohort is",
        lambda: resources.get_document(CohortTable),
        show_cohort,
        absent="No calibration of a simulated cohort is shipped with this model.",
    )
    show_section(
        "Are the explanations true?",
        lambda: resources.get_document(ExplanationTable),
        show_explanations,
        absent="No checks of explanations are shipped with this model, and no maps.",
    )


def show_section(
    title: str, load: Callable[[], T | None], show: Callable[[T], None], *, absent: str
) -> None:
    """
    Draw one section, or say in one line that its document is absent or damaged.

    Parameters
    ----------
    title, absent : str
        Heading, and what is said without a document.
    load : callable
        Gives the content; empty or None where there is none.
    show : callable
        Draws it.
    """
    st.subheader(title, anchor=False)
    try:
        content = load()
    except EcgktError as error:
        show_error(str(error))
        return
    if content:
        show(content)
    else:
        st.markdown(absent)
