"""
What all sessions share: the workers' door, documents, example drawings; no patient.

Nobody changes what is returned.
"""

import threading

import streamlit as st

from ecgkt.plotting.thumbnail import draw_thumbnail
from ecgkt.results.comparison import CompareTable, load_bundled_tables
from ecgkt.results.document import D, load_document
from ecgkt.results.model_card import BUNDLED, ModelCard, load_card
from ecgkt.serving.bulk import BulkReader
from ecgkt.serving.client import ServingClient
from ecgkt.serving.site_adapter import adapter_folder
from ecgkt.simulate.example import simulate_example
from pages.shared.collect_garbage import collect_garbage


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
    client = ServingClient(adapter=adapter_folder())
    client.warm()
    return client


@st.cache_resource(show_spinner=False)
def get_collector() -> threading.Thread:
    """Return the thread that frees memory; the first call starts it."""
    return collect_garbage()


@st.cache_resource(show_spinner=False)
def get_bulk() -> BulkReader:
    """Return the one reader of all worklists; the first call starts its workers."""
    reader = BulkReader()
    reader.warm()
    return reader


@st.cache_resource(show_spinner=False)
def get_card() -> ModelCard:
    """Return the shipped card; after a CheckpointError the next call looks again."""
    return load_card()


@st.cache_resource(show_spinner=False)
def get_comparisons() -> dict[str, CompareTable]:
    """Return the shipped comparisons of arms by name; EcgktError if one is damaged."""
    return load_bundled_tables()


@st.cache_resource(show_spinner=False)
def get_document(kind: type[D]) -> D | None:
    """
    Return a shipped document; None if it is not shipped.

    Parameters
    ----------
    kind : type
        Of the document: it knows the name of its file.

    Returns
    -------
    D or None

    Raises
    ------
    EcgktError
        If it is damaged.
    """
    path = BUNDLED / "results" / kind.FILE
    return load_document(path, kind) if path.exists() else None


@st.cache_resource(show_spinner=False)
def get_thumbnail(name: str, lead: str) -> str:
    """Return the small drawing of a simulated example: one ``svg`` element."""
    return draw_thumbnail(simulate_example(name), lead)
