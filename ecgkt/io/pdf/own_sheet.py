"""What a report of ours says of its own sheet, in the keywords of its PDF."""

from typing import NamedTuple

import msgspec

from ecgkt.vocab.report_formats import SHEET_SCHEMA

MAX_LETTERS = 64 * 2**10


class _StripNote(msgspec.Struct):
    """Of one strip, what the lines themselves do not show."""

    lead: str
    zero_pt: float
    is_cut: bool


class _SheetNote(msgspec.Struct):
    """As `ecgkt.plotting.report_page.sheet.scale_note` writes it."""

    schema: str
    strips: list[_StripNote]


class OwnSheet(NamedTuple):
    """
    Where 0 mV lies, and what was lost.

    Attributes
    ----------
    zeros : tuple of (str, float)
        Of each strip its lead and the height of 0 mV, in points of the page.
    cut : tuple of str
        Leads whose extremes were cut to fit on the page.
    """

    zeros: tuple[tuple[str, float], ...] = ()
    cut: tuple[str, ...] = ()

    def zero_of(self, lead: str, height: float) -> float | None:
        """
        Return where 0 mV lies in one of a lead's strips.

        Parameters
        ----------
        lead : str
            From `LEADS`.
        height : float
            Of the middle of its trace: a lead may stand in two rows.

        Returns
        -------
        float or None
            Points of the page; None for a print that does not say it.
        """
        zeros = [zero for name, zero in self.zeros if name == lead]
        return min(zeros, key=lambda zero: abs(zero - height), default=None)


def read_own_sheet(keywords: str) -> OwnSheet:
    """
    Read the keywords of a PDF.

    Parameters
    ----------
    keywords : str
        Of any PDF.

    Returns
    -------
    OwnSheet
        Empty for a PDF that is none of ours.

    Examples
    --------
    >>> read_own_sheet("ECG, heart")
    OwnSheet(zeros=(), cut=())
    """
    try:
        note = msgspec.json.decode(keywords[:MAX_LETTERS], type=_SheetNote)
    except msgspec.MsgspecError:
        return OwnSheet()
    if note.schema != SHEET_SCHEMA:
        return OwnSheet()
    cut = dict.fromkeys(strip.lead for strip in note.strips if strip.is_cut)
    return OwnSheet(
        tuple((strip.lead, strip.zero_pt) for strip in note.strips), tuple(cut)
    )
