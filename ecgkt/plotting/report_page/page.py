"""A report as pages of A4 in landscape, the sheet 1:1 on the first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ecgkt.plotting.geometry import PaperGeometry
from ecgkt.plotting.paper_svg import PAPER
from ecgkt.plotting.report_page.blocks import INK, QUIET, Block, Line, blocks_of
from ecgkt.plotting.report_page.letters import (
    FONT,
    MM_PER_POINT,
    Run,
    printable,
    width_mm,
    wrap,
)
from ecgkt.plotting.report_page.sheet import draw_sheet
from ecgkt.report.exports.content import TITLE, Content

WIDTH, HEIGHT = 297.0, 210.0
"""A4 in landscape, mm."""
EDGE = 8.0
"""Printers leave 5 mm of a page white."""
TOP, FOOT = 204.0, 10.8
"""Where print begins, and below which only the notice stands."""
N_COLUMNS, GUTTER = 4, 4.0
COLUMN = (WIDTH - 2 * EDGE - (N_COLUMNS - 1) * GUTTER) / N_COLUMNS
GAP = 1.6
"""Between blocks of one column."""
MM_PER_INCH = 25.4
CRITICAL = "#b3001b"
"""Behind what needs a physician at once, and behind nothing else."""
FACTS_SIZE, CRITICAL_SIZE, SENTENCE_SIZE, PARTS_SIZE = 7.2, 8, 9.5, 6.6


class Place(NamedTuple):
    """Where a line is printed: page, left edge and upper edge in mm."""

    page: int
    x: float
    y: float
    line: Line


class Layout(NamedTuple):
    """
    A report before it is drawn.

    Attributes
    ----------
    paper : PaperGeometry
        The sheet.
    left, bottom : float
        Where its lower left corner lies on the first page, in mm.
    places : tuple of Place
        All lines but the notice.
    """

    paper: PaperGeometry
    left: float
    bottom: float
    places: tuple[Place, ...]

    @property
    def n_pages(self) -> int:
        """How many there are."""
        return 1 + max(place.page for place in self.places)


def lay_out(content: Content, papers: Iterable[PaperGeometry]) -> Layout:
    """
    Find a place for everything.

    Parameters
    ----------
    content : Content
        What the report says.
    papers : iterable of PaperGeometry
        The same seconds laid out in several ways, the preferred one first.

    Returns
    -------
    Layout
        With the first sheet that leaves room for all on one page, else with the last.
    """
    for paper in papers:
        y = TOP
        places = []
        for line in _head(content):
            places.append(Place(0, EDGE, y, line))
            y -= line.height
        bottom = y - 0.8 - paper.height
        places += _flow(blocks_of(content, COLUMN), bottom - 2.0)
        layout = Layout(paper, (WIDTH - paper.width) / 2, bottom, tuple(places))
        if layout.n_pages == 1:
            break
    return layout


def draw_pages(
    content: Content,
    layout: Layout,
    noise: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Figure]:
    """
    Draw a report.

    Parameters
    ----------
    content : Content
        What it says.
    layout : Layout
        Of this content.
    noise : mapping of str to str
        By lead, what to say of its noise.

    Yields
    ------
    matplotlib.figure.Figure
        One page after another.
    """
    for number in range(layout.n_pages):
        figure, axes = blank_figure(WIDTH, HEIGHT)
        if number == 0:
            draw_sheet(axes, layout.paper, layout.left, layout.bottom, noise)
        for place in layout.places:
            if place.page == number:
                _print(axes, place)
        _foot(axes, content, f"page {number + 1} of {layout.n_pages}")
        yield figure


def blank_figure(width: float, height: float) -> tuple[Figure, Axes]:
    """Return a figure and the axes that fill it, whose unit is 1 mm."""
    figure = Figure(figsize=(width / MM_PER_INCH, height / MM_PER_INCH))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    axes.set_axis_off()
    return figure, axes


def _head(content: Content) -> Iterator[Line]:
    """Yield the heading, what is critical, the sentence and its parts."""
    room = WIDTH - 2 * EDGE
    title = Run(TITLE, INK, bold=True)
    facts = Run(" · ".join(content.facts), QUIET)
    for pieces in wrap([title, facts], room, FACTS_SIZE):
        yield Line(pieces=pieces, size=FACTS_SIZE)
    for item in content.critical:
        for pieces in wrap([Run(item, PAPER, bold=True)], room - 3, CRITICAL_SIZE):
            inside = tuple(piece._replace(x=piece.x + 1.5) for piece in pieces)
            yield Line(pieces=inside, size=CRITICAL_SIZE, fill=CRITICAL)
    sentence = Run(_first_words(content), INK, bold=True)
    for pieces in wrap([sentence], room, SENTENCE_SIZE):
        yield Line(pieces=pieces, size=SENTENCE_SIZE)
    own = [f"By software: {content.sentence}"] if content.is_edited else []
    parts = Run(" · ".join((*own, *content.chips)), QUIET)
    for pieces in wrap([parts], room, PARTS_SIZE) if parts.text else []:
        yield Line(pieces=pieces, size=PARTS_SIZE)


def _first_words(content: Content) -> str:
    """Return the first line of the reading; the reader's own if there is one."""
    if not content.is_edited:
        return content.sentence
    lines = [line.strip() for line in content.text.splitlines() if line.strip()]
    words = lines[1:] if lines[:1] == ["Reading"] else lines
    return f"By the reader: {words[0]}" if words else content.authorship


def _flow(blocks: Sequence[Block], top: float) -> list[Place]:
    """Fill the columns under the sheet, then those of further pages."""
    places = []
    page, column, y, upper = 0, 0, top, top

    def step_on() -> None:
        nonlocal page, column, y, upper
        column += 1
        if column == N_COLUMNS:
            page, column, upper = page + 1, 0, TOP
        y = upper

    for block in blocks:
        heading = block.heading
        if y < upper:
            y -= GAP
        if y - heading.height - block.lines[0].height < FOOT:
            step_on()
        for line in (heading, *block.lines):
            if y - line.height < FOOT:
                step_on()
            x = EDGE + column * (COLUMN + GUTTER)
            places.append(Place(page, x, y, line))
            y -= line.height
    return places


def _print(axes: Axes, place: Place) -> None:
    line = place.line
    if line.fill:
        corner, width = (EDGE, place.y - line.height), WIDTH - 2 * EDGE
        axes.add_artist(Rectangle(corner, width, line.height, fc=line.fill, ec="none"))
    # Letters stand on a line that lies a third of their size below the middle.
    baseline = place.y - line.height / 2 - 0.35 * line.size * MM_PER_POINT
    for piece in line.pieces:
        write(axes, piece.run, place.x + piece.x, baseline, line.size)


def write(axes: Axes, run: Run, x: float, y: float, size: float) -> None:
    """Print words on a line."""
    axes.text(
        x,
        y,
        printable(run.text),
        size=size,
        color=run.colour,
        family=FONT,
        weight="bold" if run.bold else "normal",
        parse_math=False,
        clip_on=False,
    )


def _foot(axes: Axes, content: Content, page: str) -> None:
    line = Rectangle((EDGE, FOOT - 0.8), WIDTH - 2 * EDGE, 0.15, fc=QUIET, ec="none")
    axes.add_artist(line)
    write(axes, Run(content.notice, INK, bold=True), EDGE, 7.2, 6.6)
    write(axes, Run(content.intended_use, QUIET), EDGE, 4.8, 5.8)
    last = f"{content.authorship} · {content.model} · {page}"
    x = WIDTH - EDGE - width_mm(printable(last), 6.6)
    write(axes, Run(last, QUIET), x, 7.2, 6.6)
