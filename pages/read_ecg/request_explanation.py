"""Explanations and their checks: asked of the worker once, then held in the session."""

from dataclasses import replace

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.serving.client import ServingClient
from ecgkt.types.explanation import Explanation, ExplanationRequest
from ecgkt.types.record import EcgRecord
from pages.shared import audit, session
from pages.shared.text import show_error


def request_explanation(
    client: ServingClient,
    record: EcgRecord,
    request: ExplanationRequest,
    *,
    key: str,
    sha256: str,
) -> Explanation | None:
    """
    Return an explanation, asked once per score, method and model.

    Parameters
    ----------
    client : ServingClient
        Asks the inference worker.
    record : EcgRecord
        As it was read.
    request : ExplanationRequest
        Score, method, baseline and beats.
    key : str
        Of the recording in the session.
    sha256 : str
        Of the model that gave the score.

    Returns
    -------
    Explanation or None
        None if it failed, which is shown then.
    """
    held = session.get_explanations(key).get((sha256, request))
    if held is not None:
        return held
    try:
        with st.spinner("Explaining …"):
            explanation = client.explain(record, request)
    except EcgktError as error:
        show_error(str(error))
        return None
    audit.note("map", audit.files_held([key]), sha256)
    session.set_explanation(key, (sha256, request), explanation)
    return explanation


def request_check(
    client: ServingClient,
    record: EcgRecord,
    request: ExplanationRequest,
    explanation: Explanation,
    *,
    key: str,
    sha256: str,
) -> Explanation:
    """Return the explanation with the outcome of its deletion check, if it is had."""
    try:
        is_passed = client.check(record, request, explanation.bands)
    except EcgktError as error:
        show_error(str(error))
        return explanation
    checked = replace(explanation, deletion_passed=is_passed)
    session.set_explanation(key, (sha256, request), checked)
    return checked
