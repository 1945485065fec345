"""The ECG sheet on a page, by the same geometry as on the screen, and its scale."""

import json
import re
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from ecgkt.plotting.geometry import PaperGeometry, paper_geometry
from ecgkt.plotting.layouts import INVERTED, View
from ecgkt.plotting.paper_svg import GRID, INK, LETTERS_MM, PAPER, QUIET
from ecgkt.plotting.report_page.letters import FONT, MM_PER_POINT, printable, width_mm
from ecgkt.plotting.strips import LIMIT_MM, Strip
from ecgkt.types.record import EcgRecord
from ecgkt.vocab.leads import LEADS
from ecgkt.vocab.report_formats import SHEET_SCHEMA

HIGHEST_MM = 172.0
"""Of a sheet that leaves room on A4 for a heading and the notice."""
TRIES = ((10.0, LIMIT_MM), (5.0, LIMIT_MM), (5.0, 19.0))
"""mm/mV, and where traces are cut: the first that fits on the page is taken. The last
always does: four rows of 40 mm, and two lines of text."""
CLOSE_MM = 10.0
"""Room of a row on either side of its baseline where rows stand close: the pulse's."""
TRACE_PT = 0.75
"""A CSS pixel, as on the screen."""


def report_papers(record: EcgRecord, start_s: float) -> list[PaperGeometry]:
    """
    Lay out the seconds that were read for a page of A4.

    Parameters
    ----------
    record : EcgRecord
        The whole recording.
    start_s : float
        First second that was read.

    Returns
    -------
    list of PaperGeometry
        At 25 mm/s, every sample a point; as on the screen, and with rows as close as
        their traces allow. At 10 mm/mV; at 5, and at last cut, where the traces would
        not fit on the page.
    """
    fitting: list[PaperGeometry] = []
    for gain, limit in TRIES:
        papers = [
            report_paper(record, start_s, gain=gain, limit=limit, half_height=half)
            for half in (None, CLOSE_MM)
        ]
        fitting = [paper for paper in papers if paper.height <= HIGHEST_MM]
        if fitting:
            break
    return fitting


def report_paper(
    record: EcgRecord,
    start_s: float,
    *,
    gain: float = 10.0,
    limit: float = LIMIT_MM,
    half_height: float | None = None,
) -> PaperGeometry:
    """
    Lay out the seconds that were read, every sample a point.

    Parameters
    ----------
    record : EcgRecord
        The whole recording.
    start_s : float
        First second that was read.
    gain : float
        mm/mV.
    limit, half_height : float
        As of `paper_geometry`.

    Returns
    -------
    PaperGeometry
        At 25 mm/s; as high as its traces need.
    """
    there = [lead for lead in LEADS if lead not in record.absent_leads] or LEADS
    rhythm = "II" if "II" in there else there[0]
    return paper_geometry(
        record,
        View(gain=gain, start_s=start_s, rhythm=rhythm),
        every_sample=True,
        limit_mm=limit,
        half_height=half_height,
    )


def draw_sheet(
    axes: Axes,
    paper: PaperGeometry,
    left: float,
    bottom: float,
    noise: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """
    Draw a sheet.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Whose unit is 1 mm of the page.
    paper : PaperGeometry
        The sheet.
    left, bottom : float
        Where its lower left corner lies, in mm.
    noise : mapping of str to str
        By lead, what to say of its noise beside its name.
    """
    axes.add_artist(
        Rectangle((left, bottom), paper.width, paper.height, fc=PAPER, ec="none")
    )
    for step, colour, line in GRID:
        _stroke(axes, _grid(paper, step, left, bottom), colour, line / MM_PER_POINT)
    for strip in paper.strips:
        _stroke(axes, trace_path(strip, left, bottom), INK, TRACE_PT)
    marks = [
        Path([(left + tick.x, bottom + y) for y in (tick.y0, tick.y1)])
        for tick in paper.ticks
    ]
    marks += [
        Path(np.column_stack((left + np.array(pulse.x), bottom + np.array(pulse.y))))
        for pulse in paper.calibration
    ]
    _stroke(axes, Path.make_compound_path(*marks), INK, TRACE_PT)
    for label, cell in zip(paper.labels, paper.cells, strict=True):
        x, y = left + label.x, bottom + label.y
        _words(axes, label.text, x, y, LETTERS_MM["label"])
        if note := noise.get(cell.lead, ""):
            size = LETTERS_MM["label"] / MM_PER_POINT
            beside = x + width_mm(label.text, size) + 1
            _words(axes, note, beside, y, LETTERS_MM["text"], QUIET)
    for said in paper.text:
        _words(axes, said.text, left + said.x, bottom + said.y, LETTERS_MM["text"])


def trace_path(strip: Strip, left: float, bottom: float) -> Path:
    """Return a trace as a path of all its samples; a missing one is a gap."""
    x = left + strip.x0 + strip.dx * np.arange(strip.y.size)
    points = np.column_stack((x, bottom + strip.y.astype(np.float64)))
    valid = np.isfinite(strip.y)
    is_first = valid & ~np.append(False, valid[:-1])
    codes = np.where(is_first, Path.MOVETO, Path.LINETO)[valid]
    if not codes.size:
        return Path(np.empty((0, 2)))
    path = Path(points[valid], codes)
    path.should_simplify = False
    return path


def scale_note(
    record: EcgRecord, paper: PaperGeometry, left: float, bottom: float
) -> str:
    """
    Say for programs how a point of a trace becomes seconds and mV again.

    Parameters
    ----------
    record : EcgRecord
        What was drawn.
    paper : PaperGeometry
        The sheet on the first page.
    left, bottom : float
        Where its lower left corner lies, in mm.

    Returns
    -------
    str
        JSON in ASCII. Of each strip its first second and its samples; in points of the
        page where the first sample lies, how far apart they are, and where 0 mV lies:
        mV = (y - zero_pt) / mv_pt, but for the extremes
        of a lead that was cut.
    """
    view = paper.view
    first = round(paper.start_s * record.fs)
    stop = round(paper.end_s * record.fs)
    tops = dict.fromkeys(cell.y1 for cell in paper.cells)
    baselines = {
        top: pulse.y[0] for top, pulse in zip(tops, paper.calibration, strict=True)
    }
    strips = []
    for cell, strip in zip(paper.cells, paper.strips, strict=True):
        window = record.signal[LEADS.index(cell.lead), first:stop]
        known = window[np.isfinite(window)]
        middle = float(np.median(known)) if known.size else 0.0
        sign = -1 if strip.lead.startswith(INVERTED) else 1
        zero = bottom + baselines[cell.y1] - sign * middle * view.gain
        begin = paper.start_s + (strip.x0 - paper.x_of(paper.start_s)) / view.speed
        strips.append(
            {
                "lead": cell.lead,
                "start_s": round(begin, 6),
                "n_samples": int(strip.y.size),
                "x0_pt": round((left + strip.x0) / MM_PER_POINT, 4),
                "dx_pt": round(strip.dx / MM_PER_POINT, 7),
                "zero_pt": round(zero / MM_PER_POINT, 4),
                "mv_pt": round(sign * view.gain / MM_PER_POINT, 6),
                "is_cut": _is_cut(strip, paper),
            }
        )
    scale = {
        "schema": SHEET_SCHEMA,
        "page": 1,
        "fs_hz": record.fs,
        "speed_mm_s": view.speed,
        "gain_mm_mv": view.gain,
        "strips": strips,
    }
    return json.dumps(scale, separators=(",", ":"))


def _is_cut(strip: Strip, paper: PaperGeometry) -> bool:
    """Tell whether the sheet says of a lead that it was cut."""
    said = next((line.text for line in paper.text if "cut at" in line.text), "")
    cut = said.partition("cut at")[2].partition("·")[0]
    return strip.lead in re.findall(r"\w+", cut)


def _grid(paper: PaperGeometry, step: float, left: float, bottom: float) -> Path:
    columns = left + step * np.arange(int(paper.width / step) + 1)
    rows = bottom + step * np.arange(int(paper.height / step) + 1)
    ends = [
        *(((x, bottom), (x, bottom + paper.height)) for x in columns),
        *(((left, y), (left + paper.width, y)) for y in rows),
    ]
    points = np.array(ends).reshape(-1, 2)
    return Path(points, np.tile((Path.MOVETO, Path.LINETO), len(ends)))


def _stroke(axes: Axes, path: Path, colour: str, width_pt: float) -> None:
    patch = PathPatch(
        path,
        fill=False,
        edgecolor=colour,
        linewidth=width_pt,
        joinstyle="round",
        capstyle="butt",
        clip_on=False,
    )
    axes.add_artist(patch)


def _words(
    axes: Axes, text: str, x: float, y: float, size_mm: float, colour: str = INK
) -> None:
    # Letters stand on a line that lies about a third of their size below the middle.
    axes.text(
        x,
        y - 0.35 * size_mm,
        printable(text),
        family=FONT,
        size=size_mm / MM_PER_POINT,
        color=colour,
        parse_math=False,
        clip_on=False,
    )
