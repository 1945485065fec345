"""Explanations and their checks: asked of the worker once, then held in the session."""

from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.serving.client import ServingClient
from ecgkt.serving.explanation_message import Question
from ecgkt.types.explanation import Explanation
from ecgkt.types.record import EcgRecord
from pages.shared import session
from pages.shared.text import show_error


class Asking(NamedTuple):
    """
    Who is asked, and what.

    Attributes
    ----------
    client : ServingClient
        Asks the inference worker.
    key : str
        Of the recording in the session.
    record : EcgRecord
        As it was read.
    question : Question
        Score, method, baseline and beats.
    sha256 : str
        Of the model that gave the score.
    """

    client: ServingClient
    key: str
    record: EcgRecord
    question: Question
    sha256: str

    @property
    def place(self) -> tuple[object, ...]:
        """What the session keeps the answer under."""
        return (self.question.target, self.question.method, self.sha256)


def find_explanation(asking: Asking) -> Explanation | None:
    """Return an explanation, asked once per score and method; None if it failed."""
    found = session.get_explanations(asking.key).get(asking.place)
    if found is not None:
        return found
    try:
        with st.spinner("Explaining …"):
            found = asking.client.explain(asking.record, asking.question)
    except EcgktError as error:
        show_error(str(error))
        return None
    session.set_explanation(asking.key, asking.place, found)
    return found


def check_deletion(asking: Asking, explanation: Explanation) -> Explanation:
    """Return the explanation with the outcome of its check, if that can be had."""
    try:
        passed = asking.client.check(asking.record, asking.question, explanation.bands)
    except EcgktError as error:
        show_error(str(error))
        return explanation
    checked = replace(explanation, deletion_passed=passed)
    session.set_explanation(asking.key, asking.place, checked)
    return checked
