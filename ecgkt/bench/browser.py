"""The real server and a real browser, for measurements and for the browser tests."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from ecgkt.errors import EcgktError

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
START_SECONDS = 90
SHEET = ".st-key-ecg .drawing > svg"
TRACE = f"{SHEET} g[data-lead] path"
"""What the page draws of a recording."""


@contextmanager
def serve_app() -> Iterator[str]:
    """
    Start the app as ``make app`` does, on a free port of this machine.

    Yields
    ------
    str
        Its address.

    Raises
    ------
    EcgktError
        If it does not answer in time.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    process = subprocess.Popen(
        [*command, f"--server.port={port}"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_healthy(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_healthy(address: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(f"{address}/_stcore/health", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise EcgktError(f"the app did not answer within {START_SECONDS} s")


def find_browser() -> str | None:
    """Return the path of a Chromium on this machine, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def open_browser() -> Iterator[Any]:
    """
    Start a headless Chromium.

    Yields
    ------
    playwright.sync_api.Browser

    Raises
    ------
    EcgktError
        If playwright or Chromium is missing.
    """
    try:
        from playwright.sync_api import sync_playwright  # only in the extra "test"
    except ImportError as error:
        raise EcgktError("needs playwright: install the extra test") from error
    program = find_browser()
    if program is None:
        raise EcgktError("needs chromium on the PATH")
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def upload(page: Any, address: str, files: list[str]) -> float:
    """
    Upload a recording on the reading page and wait for its sheet and its reading.

    Parameters
    ----------
    page : playwright.sync_api.Page
        A tab; it is sent to the reading page first.
    address : str
        Of the app.
    files : list of str
        Paths of one recording's files.

    Returns
    -------
    float
        Seconds from the choice of the files until both are drawn.
    """
    page.goto(f"{address}/Read_ECG")
    field = page.locator('input[type="file"]').first
    field.wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    start = time.perf_counter()
    field.set_input_files(files)
    page.wait_for_selector(".ek-impression")
    page.wait_for_selector(TRACE)
    return time.perf_counter() - start


def switch_layout(page: Any, layout: str) -> float:
    """
    Choose another layout of the sheet and wait for its picture.

    Parameters
    ----------
    page : playwright.sync_api.Page
        A tab that shows a recording.
    layout : str
        As its button says; not the one that is shown.

    Returns
    -------
    float
        Seconds from the click until the browser has painted the new sheet.
    """
    button = page.locator(".st-key-layout").get_by_text(layout, exact=True)
    start = time.perf_counter()
    button.click()
    page.locator(f'{SHEET}[aria-label^="12-lead ECG, {layout},"]').wait_for()
    # Two frames: the first may have been begun before the sheet was there.
    page.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    return time.perf_counter() - start
