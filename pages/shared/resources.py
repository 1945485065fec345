"""What all sessions share: the door to the workers and the model card, no patient."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import streamlit as st

from ecgkt.results.cohort import CohortTable, load_cohort_table
from ecgkt.results.comparison import CompareTable, load_bundled_tables
from ecgkt.results.delineation import DelineationTable, load_delineation_table
from ecgkt.results.explanations import ExplanationTable, load_explanation_table
from ecgkt.results.labs import LabTable, load_lab_table
from ecgkt.results.labs_by_diagnosis import LabsByDiagnosis, load_labs_by_diagnosis
from ecgkt.results.model_card import BUNDLED, ModelCard, load_card
from ecgkt.results.second_opinion import SecondOpinionTable, load_exact_table
from ecgkt.serving.client import ServingClient

T = TypeVar("T")


@st.cache_resource(show_spinner=False)
def get_client() -> ServingClient:
    """
    Return the server's one client; the first call starts the workers in the background.

    Returns
    -------
    ServingClient
        For all threads.

    Raises
    ------
    OSError
        If no process can be started.
    """
    client = ServingClient()
    client.warm()
    return client


@st.cache_resource(show_spinner=False)
def get_card() -> ModelCard:
    """
    Return the card of the shipped model.

    Returns
    -------
    ModelCard
        Not to be changed.

    Raises
    ------
    CheckpointError
        If it is missing or speaks of other weights; the next call looks again.
    """
    return load_card()


@st.cache_resource(show_spinner=False)
def get_comparisons() -> dict[str, CompareTable]:
    """
    Return the shipped comparisons of arms by name; empty if there are none.

    Returns
    -------
    dict of str to CompareTable
        Not to be changed.

    Raises
    ------
    EcgktError
        If one of them is damaged.
    """
    return load_bundled_tables()


@st.cache_resource(show_spinner=False)
def get_lab_table() -> LabTable | None:
    """
    Return what was measured of the laboratory heads; None if nothing is shipped.

    Returns
    -------
    LabTable or None
        Not to be changed.

    Raises
    ------
    EcgktError
        If it is damaged.
    """
    return _shipped("labs.json", load_lab_table)


@st.cache_resource(show_spinner=False)
def get_labs_by_diagnosis() -> LabsByDiagnosis | None:
    """
    Return which labs go with which diagnosis; None if nothing is shipped.

    Returns
    -------
    LabsByDiagnosis or None
        Not to be changed.

    Raises
    ------
    EcgktError
        If it is damaged.
    """
    return _shipped("labs-by-diagnosis.json", load_labs_by_diagnosis)


@st.cache_resource(show_spinner=False)
def get_cohort_table() -> CohortTable | None:
    """
    Return the calibration of the simulated cohort; None if nothing is shipped.

    Returns
    -------
    CohortTable or None
        Not to be changed.

    Raises
    ------
    EcgktError
        If it is damaged.
    """
    return _shipped("cohort.json", load_cohort_table)


@st.cache_resource(show_spinner=False)
def get_delineation_table() -> DelineationTable | None:
    """
    Return what was measured of the delineator; None if nothing is shipped.

    Returns
    -------
    DelineationTable or None
        Not to be changed.

    Raises
    ------
    EcgktError
        If it is damaged.
    """
    return _shipped("delineation.json", load_delineation_table)


@st.cache_resource(show_spinner=False)
def get_exact_table() -> SecondOpinionTable | None:
    """
    Return what was measured of the second opinion; None if none is shipped.

    Returns
    -------
    SecondOpinionTable or None
        Not to be changed.

    Raises
    ------
    EcgktError
        If it is damaged.
    """
    return _shipped("exact.json", load_exact_table)


@st.cache_resource(show_spinner=False)
def get_explanation_table() -> ExplanationTable | None:
    """
    Return what was measured of the explanations; None if nothing is shipped.

    Returns
    -------
    ExplanationTable or None
        Not to be changed.

    Raises
    ------
    EcgktError
        If it is damaged.
    """
    return _shipped("explanations.json", load_explanation_table)


def _shipped(name: str, load: Callable[[Path], T]) -> T | None:
    path = BUNDLED / "results" / name
    return load(path) if path.exists() else None
