"""Seconds from an upload in the browser to its sheet, and from a click to another."""

import statistics
from pathlib import Path
from typing import Any

from ecgkt.bench.browser import open_browser, serve_app, switch_layout, upload
from ecgkt.bench.timing import median_ms
from ecgkt.io.read_path import read_path
from ecgkt.pipeline.reader import Reader
from ecgkt.results.model_card import BUNDLED

REPEATS = 9
SWITCHES = ("12x1", "3x4+1", "6x2", "Cabrera", "3x4+3")
SWITCH_LIMIT_S = 0.7
"""From the click on a layout to its picture."""

TIMEOUT_MS = 60_000


def measure_app(header: Path) -> dict[str, Any]:
    """
    Upload one WFDB record again and again, each time in a session of its own.

    Parameters
    ----------
    header : pathlib.Path
        The .hea file; its .dat lies beside it.

    Returns
    -------
    dict
        Median and largest seconds after the first upload, which warms the workers; the
        reference is the same reading in this process. Then the seconds of a switch to
        each layout, beside their limit.

    Raises
    ------
    EcgktError
        If the app, the browser or the record is not to be had.
    """
    reader = Reader.load(BUNDLED)
    reference = median_ms(lambda: reader.read(read_path(header)), repeats=REPEATS)
    files = [str(header), str(header.with_suffix(".dat"))]
    seconds = []
    switches: dict[str, list[float]] = {layout: [] for layout in SWITCHES}
    with serve_app() as address, open_browser() as browser:
        for _ in range(REPEATS + 1):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(TIMEOUT_MS)
            seconds.append(upload(page, address, files))
            for layout in SWITCHES:
                switches[layout].append(switch_layout(page, layout))
            page.close()
    first, *warm = seconds
    return {
        "first_upload_s": first,
        "upload_to_result_s": {"median": statistics.median(warm), "max": max(warm)},
        "n_uploads": len(warm),
        "layout_to_picture_s": {
            layout: statistics.median(times[1:]) for layout, times in switches.items()
        },
        "layout_to_picture_limit_s": SWITCH_LIMIT_S,
        "references": {"same_reading_in_process_ms": reference},
    }
