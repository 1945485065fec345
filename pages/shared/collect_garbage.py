"""What is held in circles is freed twice a minute, not after every run of a page."""

import gc
import threading
import time

SECONDS = 30.0
"""Between two collections; a session that has ended is not held for longer."""


def collect_garbage() -> threading.Thread:
    """
    Start the thread that frees memory; a server needs one.

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
