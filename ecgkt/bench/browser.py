"""The real server and a real browser, for measurements and for the browser tests."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
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
BARE_SHEET = '[data-testid="stImage"] img, .stImage svg'
READING = ".ek-impression"
"""What the page draws of a recording, and what it says of it first."""


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
    with serve(ROOT / "app.py") as address:
        yield address


@contextmanager
def serve(
    script: Path, *, port: int = 0, settings: Mapping[str, str] | None = None
) -> Iterator[str]:
    """
    Start a Streamlit script from the root of this project, with its settings.

    Parameters
    ----------
    script : pathlib.Path
        The script.
    port : int, optional
        Where it listens; a free one if 0.
    settings : mapping of str to str, optional
        Environment variables beside those of this process.

    Yields
    ------
    str
        Its address.

    Raises
    ------
    EcgktError
        If it does not answer in time.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    process = subprocess.Popen(
        [*command, f"--server.port={port}"],
        cwd=ROOT,
        env={**os.environ, **(settings or {}), "PYTHONPATH": str(ROOT)},
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
    start = _send(page, f"{address}/Read_ECG", files)
    page.wait_for_selector(READING)
    page.wait_for_selector(TRACE)
    return time.perf_counter() - start


def upload_bare(page: Any, address: str, files: list[str]) -> float:
    """Upload a recording on the bare page and wait for its sheet and its scores."""
    start = _send(page, address, files)
    page.wait_for_selector(BARE_SHEET)
    page.wait_for_selector('[data-testid="stTable"]')
    return time.perf_counter() - start


def _send(page: Any, address: str, files: list[str]) -> float:
    """Choose files in the field of a page; return when."""
    page.goto(address)
    field = page.locator('input[type="file"]').first
    field.wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    start = time.perf_counter()
    field.set_input_files(files)
    return start


def explain(page: Any) -> float:
    """
    Ask for the map of the score that is offered first and wait for its picture.

    Parameters
    ----------
    page : playwright.sync_api.Page
        A tab that shows a recording with scores, and no map of it yet.

    Returns
    -------
    float
        Seconds from the click until the browser has painted it.
    """
    page.locator(".st-key-tab").get_by_text("Explain", exact=True).click()
    switch = page.locator(".st-key-saliency label").first
    switch.wait_for()
    start = time.perf_counter()
    switch.click()
    page.locator(".st-key-ecg .legend li").first.wait_for()
    _wait_for_paint(page)
    return time.perf_counter() - start


def explain_bare(page: Any) -> float:
    """Ask the bare page for the map of its highest score and wait for its picture."""
    start = time.perf_counter()
    page.get_by_role("button", name="Explain").click()
    page.locator(BARE_SHEET).nth(1).wait_for()
    _wait_for_paint(page)
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
    _wait_for_paint(page)
    return time.perf_counter() - start


def _wait_for_paint(page: Any) -> None:
    # Two frames: the first may have been begun before the picture was there.
    page.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
