"""What a PDF page holds: the lines that are drawn on it, in points."""

import io
import json
import re

import numpy as np
from pypdf import PdfReader

POINTS = re.compile(rb"(-?[\d.]+) (-?[\d.]+) [ml]\b")
PAINTS = re.compile(rb"\b[SsBbf]\b\*?|\bn\b")


def open_pdf(content):
    return PdfReader(io.BytesIO(content))


def lines_of(page):
    """Return the corners of every path of a page, one array each."""
    parts = PAINTS.split(page.get_contents().get_data())
    found = (POINTS.findall(part) for part in parts)
    return [np.array(points, dtype=float) for points in found if points]


def scale_of(pdf):
    return json.loads(pdf.metadata["/Keywords"])


def strip_voltages(pdf):
    """Read each strip back: lead, first sample, mV of every sample that is there."""
    scale = scale_of(pdf)
    lines = lines_of(pdf.pages[0])
    # Strips that begin and end together stand below each other, in the order told.
    lines.sort(key=lambda line: -np.median(line[:, 1]))
    for strip in scale["strips"]:
        x = strip["x0_pt"] + strip["dx_pt"] * np.arange(strip["n_samples"])
        place = next(
            place
            for place, line in enumerate(lines)
            if len(line) == len(x) and np.abs(line[:, 0] - x).max() < 0.01
        )
        voltages = (lines.pop(place)[:, 1] - strip["zero_pt"]) / strip["mv_pt"]
        yield strip, round(strip["start_s"] * scale["fs_hz"]), voltages
