"""What moved a score: chosen on demand, laid over the sheet, with its checks."""

import streamlit as st

from ecgkt.report.explanation_words import TITLE
from ecgkt.serving.client import ServingClient
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from pages.read_ecg.choose_explanation import choose, measured_table
from pages.read_ecg.draw_map import Look, Shown, draw_map


def show_saliency(
    client: ServingClient, key: str, record: EcgRecord, reading: Reading | None
) -> Shown | None:
    """
    Offer the explanation of any score.

    Parameters
    ----------
    client : ServingClient
        Asks the inference worker.
    key : str
        Of the recording in the session.
    record : EcgRecord
        As it was read.
    reading : Reading or None
        Its scores are offered.

    Returns
    -------
    Shown or None
        None while nothing is asked for, where nothing was scored, and where the checks
        of this very model's explanations are not shipped: there is no map without them.

    Raises
    ------
    OSError
        If no process can be started.
    """
    table = measured_table(reading)
    if reading is None or table is None or not reading.diagnoses:
        return None
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if not st.toggle(TITLE, key="saliency"):
            return None
        averaged = st.toggle("Mean over the beats", value=True, key="saliency-mean")
        coloured = st.toggle("Colour the trace", key="saliency-trace")
        same = st.toggle(
            "Same scale for all scores",
            key="saliency-scale",
            help="Full colour means the same for every score explained so far.",
        )
    look = Look(is_averaged=averaged, is_coloured=coloured, is_same_scale=same)
    return draw_map(client, key, record, reading, choose(reading, table), look)
