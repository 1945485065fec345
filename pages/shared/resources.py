"""What all sessions share: the door to the workers and the model card, no patient."""

import streamlit as st

from ecgkt.report.model_card import ModelCard, load_card
from ecgkt.serving.client import ServingClient


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
