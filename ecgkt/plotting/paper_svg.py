"""The ECG sheet as an SVG in true millimetres."""

from collections.abc import Mapping, Sequence
from html import escape
from types import MappingProxyType

from ecgkt.plotting.geometry import Label, PaperGeometry
from ecgkt.plotting.layouts import lead_of
from ecgkt.plotting.marks_svg import draw_marks
from ecgkt.plotting.overlay import Overlay
from ecgkt.plotting.overlay_svg import draw_overlay, levels_of_trace, shade_of_trace
from ecgkt.plotting.strips import Strip
from ecgkt.plotting.trace_path import UNIT_MM, paths_of

PAPER = "#fff8f8"
"""Paper stays light in a dark theme."""

INK = "#111111"
GRID = ((1, "#f6d5d5", 0.13), (5, "#e8a5a5", 0.21))
"""Step in mm, colour and line width in mm."""

FONT = "Arial, Helvetica, sans-serif"
LETTERS_MM = {"label": 3.7, "text": 3.2}
"""Size of the letters: 14 and 12 px."""

QUIET = "#6d4c41"
"""Of what is said of a lead beside its name: 7.4 to 1 on paper."""

DASHES = ' stroke-dasharray="3 2.5"'
"""Of a lead that is an estimate, in pixels."""

MARKER_MM = 1.6
"""Height of an R marker at the lower edge of a trace's room."""


def draw_paper(
    paper: PaperGeometry,
    overlay: Overlay | None = None,
    r_peaks: Sequence[Sequence[float]] = (),
    noise: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """
    Draw a sheet so that a millimetre of paper is a CSS millimetre on screen.

    Parameters
    ----------
    paper : PaperGeometry
        What to draw, in mm.
    overlay : Overlay, optional
        What to lay under and over the traces, and to colour them by.
    r_peaks : sequence of sequence of float
        For each cell the seconds of the recording that get a marker under it.
    noise : mapping of str to str
        By lead, what to say of its noise beside its name.

    Returns
    -------
    str
        One ``svg`` element, its size stated in mm. Every sample of the geometry is
        drawn, at most half of `UNIT_MM` from its height.
    """
    overlay = overlay or Overlay()
    return (
        f'<svg {svg_size(paper.width, paper.height)} role="img" '
        f'aria-label="{escape(_spoken(paper))}">'
        f"{blank_paper(paper.width, paper.height)}"
        f'{draw_overlay(paper, overlay)}<g stroke="{INK}" stroke-width="1" '
        f'stroke-linejoin="round">'
        + "".join(_trace(strip, paper, overlay) for strip in paper.strips)
        + f'</g><path d="{_marks(paper)}" stroke="{INK}" stroke-width="0.26"/>'
        + (_r_markers(paper, r_peaks) if any(r_peaks) else "")
        + f'<g fill="{INK}">'
        + "".join(
            _words(label, paper, "label", noise.get(cell.lead, ""))
            for label, cell in zip(paper.labels, paper.cells, strict=True)
        )
        + "".join(_words(line, paper, "text") for line in paper.text)
        + f"</g>{draw_marks(paper, overlay)}</svg>"
    )


def _spoken(paper: PaperGeometry) -> str:
    return ", ".join(
        ["12-lead ECG", paper.view.layout, *(line.text for line in paper.text)]
    )


def _trace(strip: Strip, paper: PaperGeometry, overlay: Overlay) -> str:
    """Return a strip in ink, or its stretches in the shades of their levels."""
    levels = levels_of_trace(strip, paper, overlay)
    # The stroke keeps its pixel though the path is stretched to millimetres.
    place = (
        f'vector-effect="non-scaling-stroke" transform="translate({strip.x0:.6g} '
        f'{paper.height:g})scale({strip.dx:.9g} {-UNIT_MM})"'
    )
    is_estimated = lead_of(strip.lead) in paper.view.estimated
    dashes = DASHES if is_estimated else ""
    drawn = [
        f'<path d="{path}" {place}{shade_of_trace(level, overlay)}{dashes}/>'
        for level, path in paths_of(strip.y, levels).items()
    ]
    return f'<g data-lead="{strip.lead}">{"".join(drawn)}</g>'


def svg_size(width: float, height: float) -> str:
    """Return the attributes of an ``svg`` whose unit is a CSS millimetre."""
    return (
        f'xmlns="http://www.w3.org/2000/svg" width="{width:g}mm" '
        f'height="{height:g}mm" viewBox="0 0 {width:g} {height:g}" fill="none" '
        f'font-family="{FONT}"'
    )


def blank_paper(width: float, height: float) -> str:
    """Return a sheet with its grid and nothing on it."""
    grid = "".join(
        f'<path d="{grid_path(width, height, step)}" stroke="{color}" '
        f'stroke-width="{line}"/>'
        for step, color, line in GRID
    )
    return f'<rect width="{width:g}" height="{height:g}" fill="{PAPER}"/>{grid}'


def grid_path(width: float, height: float, step: float) -> str:
    """
    Return all lines of a grid as one SVG path, edges included.

    Parameters
    ----------
    width, height, step : float
        Size of the sheet and distance of the lines in mm.

    Returns
    -------
    str
        An SVG path.

    Examples
    --------
    >>> grid_path(5, 5, 5)
    'M0 0V5M5 0V5M0 0H5M0 5H5'
    """
    columns = [
        f"M{index * step:g} 0V{height:g}" for index in range(int(width / step) + 1)
    ]
    rows = [f"M0 {index * step:g}H{width:g}" for index in range(int(height / step) + 1)]
    return "".join(columns + rows)


def _marks(paper: PaperGeometry) -> str:
    """Return column borders and calibration pulses as one path."""
    ticks = [
        f"M{x:.4g} {paper.height - y1:.6g}v{y1 - y0:.4g}" for x, y0, y1 in paper.ticks
    ]
    pulses = [
        "M"
        + "L".join(
            f"{x:g} {paper.height - y:g}" for x, y in zip(pulse.x, pulse.y, strict=True)
        )
        for pulse in paper.calibration
    ]
    return "".join(ticks + pulses)


def _r_markers(paper: PaperGeometry, r_peaks: Sequence[Sequence[float]]) -> str:
    path = "".join(
        f"M{paper.x_of(second):.5g} "
        f"{paper.height - cell.y0 - paper.ribbon - MARKER_MM:.6g}l-.8 {MARKER_MM}h1.6z"
        for cell, seconds in zip(paper.cells, r_peaks, strict=True)
        for second in seconds
    )
    return f'<path class="r-markers" d="{path}" fill="#0b5c8e"/>'


def _words(label: Label, paper: PaperGeometry, kind: str, noise: str = "") -> str:
    # Letters stand on a line that lies about a third of their size below the middle.
    size = LETTERS_MM[kind]
    y = paper.height - label.y + 0.35 * size
    beside = (
        f'<tspan class="noise" dx="1" font-size="{LETTERS_MM["text"]}" '
        f'fill="{QUIET}">{escape(noise)}</tspan>'
    )
    return (
        f'<text class="{kind}" x="{label.x:g}" y="{y:.6g}" font-size="{size}">'
        f"{escape(label.text)}{beside if noise else ''}</text>"
    )
