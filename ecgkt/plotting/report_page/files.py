"""The pages of a report as a PDF, and its sheet as a picture."""

import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import PdfPages

import ecgkt
from ecgkt.plotting.report_page.blocks import INK, QUIET
from ecgkt.plotting.report_page.letters import Run, wrap
from ecgkt.plotting.report_page.page import blank_figure, draw_pages, lay_out, write
from ecgkt.plotting.report_page.sheet import (
    draw_sheet,
    report_paper,
    report_papers,
    scale_note,
)
from ecgkt.report.exports.content import TITLE, USE, Content
from ecgkt.types.record import EcgRecord

SETTINGS: dict[Any, Any] = {
    # Letters as outlines with their meaning beside them: text can be searched for and
    # copied, and no font has to be cut to size, which takes as long as all the rest.
    "pdf.fonttype": 3,
    "pdf.compression": 6,
    "path.simplify": False,
}
PNG_DPI = 200
"""7.9 pixels per mm: a sheet is 2047 pixels wide."""
FOOT_MM = 10.0
"""Below the sheet of a picture, for the notice."""


def report_pdf(
    record: EcgRecord,
    content: Content,
    start_s: float,
    noise: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """
    Print a report.

    Parameters
    ----------
    record : EcgRecord
        The whole recording.
    content : Content
        What the report says of it.
    start_s : float
        First second that was read.
    noise : mapping of str to str
        By lead, what to say of its noise.

    Returns
    -------
    bytes
        A PDF: text is text, traces are lines through every sample. Its keywords hold
        the scale of the traces (`scale_note`); nothing in it tells a day or a name that
        the content does not.
    """
    layout = lay_out(content, report_papers(record, start_s))
    target = io.BytesIO()
    with rc_context(SETTINGS):
        scale = scale_note(record, layout.paper, layout.left, layout.bottom)
        metadata = {
            "Title": TITLE,
            "Subject": USE,
            "Keywords": scale,
            "Creator": f"ecgkt {ecgkt.__version__}",
            "Producer": None,
            "CreationDate": None,
        }
        with PdfPages(target, metadata=metadata) as pdf:
            for page in draw_pages(content, layout, noise):
                pdf.savefig(page)
    return target.getvalue()


def sheet_png(
    record: EcgRecord,
    content: Content,
    start_s: float,
    noise: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """
    Draw the sheet of a report as a picture.

    Parameters
    ----------
    record, content, start_s, noise
        As of `report_pdf`.

    Returns
    -------
    bytes
        A PNG of `PNG_DPI`: as wide as the paper where it is shown in its own size.
    """
    paper = report_paper(record, start_s)
    target = io.BytesIO()
    with rc_context(SETTINGS):
        figure, axes = blank_figure(paper.width, paper.height + FOOT_MM)
        draw_sheet(axes, paper, 0, FOOT_MM, noise)
        said = Run(f"By software: {content.sentence}", INK, bold=True)
        first, *more = wrap([said], paper.width - 8, 8)
        cut = " …" if more else ""
        for piece in first:
            run = piece.run._replace(text=f"{piece.run.text}{cut}")
            write(axes, run, 2 + piece.x, 6.2, 8)
        notice = f"{USE} {content.model}"
        write(axes, Run(notice, QUIET), 2, 2.4, 7)
        figure.set_dpi(PNG_DPI)
        words = {"Title": TITLE, "Description": notice, "Software": "ecgkt"}
        FigureCanvasAgg(figure).print_png(target, metadata=words)
    return target.getvalue()
