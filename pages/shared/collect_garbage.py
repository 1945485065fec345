"""What is held in circles is freed twice a minute, not after every run of a page."""

import gc
import threading
import time

import streamlit as st

SECONDS = 30.0
"""Between two collections; a session that has ended is not held for longer."""


@st.cache_resource(show_spinner=False)
def collect_garbage() -> threading.Thread:
    """
    Start, once a server, the thread that frees memory.

    Streamlit can do it after every run (``runner.postScriptGC``), and then all pages
    wait for it: three quarters of what ten users ask of a server.
    """
    thread = threading.Thread(target=_collect, name="ecgkt-garbage", daemon=True)
    thread.start()
    return thread


def _collect() -> None:
    while True:
        time.sleep(SECONDS)
        gc.collect()
