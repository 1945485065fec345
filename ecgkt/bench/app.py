"""Seconds from an upload in the browser to its sheet, and from a click to a picture."""

import os
from pathlib import Path
from typing import Any

from ecgkt.bench.bare_page import serve_bare_page
from ecgkt.bench.browser import (
    explain,
    explain_bare,
    open_browser,
    serve_app,
    switch_layout,
    upload,
    upload_bare,
)
from ecgkt.bench.timing import median_ms, percentiles
from ecgkt.errors import EcgktError
from ecgkt.io.read_path import files_of, read_path
from ecgkt.pipeline.reader import Reader
from ecgkt.results.model_card import BUNDLED

REPEATS = 20
"""Fewer would have no 95th percentile."""

SWITCHES = ("12x1", "3x4+1", "6x2", "Cabrera", "3x4+3")
LIMITS_S = {
    "upload_to_result": {"median": 0.9, "p95": 1.3},
    "click_to_map": {"median": 1.5},
    "layout_to_picture": {"median": 0.7},
}
"""On two cores with nothing else to do."""

TIMEOUT_MS = 60_000


def measure_app(source: Path) -> dict[str, Any]:
    """
    Upload one recording again and again, each time in a session of its own.

    Parameters
    ----------
    source : pathlib.Path
        Any recording that can be read and scored; of WFDB pairs, either file.

    Returns
    -------
    dict
        Median, 95th percentile and largest seconds after the first upload, which warms
        the workers and does not count, of a map of its first score, and of a switch to
        each layout, with their limits and how busy the machine was. The references are
        the same reading in this process, and a bare Streamlit page that runs the same
        model itself.

    Raises
    ------
    EcgktError
        If the app, the browser or the record is not to be had, or nothing is scored.
    """
    reader, record = Reader.load(BUNDLED), read_path(source)
    if not reader.read(record).diagnoses:
        raise EcgktError(
            "bench app needs a recording that is scored: the quality gates refuse "
            f"{source.name}, which `predict` explains"
        )
    reference = median_ms(lambda: reader.read(read_path(source)), repeats=REPEATS)
    files = [str(path) for path in files_of(source)]
    load = os.getloadavg()[0]
    uploads, maps = [], []
    switches: dict[str, list[float]] = {layout: [] for layout in SWITCHES}
    bare_uploads, bare_maps = [], []
    with open_browser() as browser:
        with serve_app() as address:
            for _ in range(REPEATS + 1):
                page = _new_page(browser)
                uploads.append(upload(page, address, files))
                for layout in SWITCHES:
                    switches[layout].append(switch_layout(page, layout))
                maps.append(explain(page))
                page.close()
        with serve_bare_page() as address:
            for _ in range(REPEATS + 1):
                page = _new_page(browser)
                bare_uploads.append(upload_bare(page, address, files))
                bare_maps.append(explain_bare(page))
                page.close()
    return {
        "first_upload_s": uploads[0],
        "upload_to_result_s": percentiles(uploads[1:]),
        "click_to_map_s": percentiles(maps[1:]),
        "layout_to_picture_s": {
            name: percentiles(times[1:]) for name, times in switches.items()
        },
        "limits_s": LIMITS_S,
        "n_uploads": REPEATS,
        "load_average_before": load,
        "references": {
            "same_reading_in_process_ms": reference,
            "bare_streamlit_page": {
                "upload_to_result_s": percentiles(bare_uploads[1:]),
                "click_to_map_s": percentiles(bare_maps[1:]),
            },
        },
    }


def _new_page(browser: Any) -> Any:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(TIMEOUT_MS)
    return page
