"""What somebody wants of a report."""

import re
from dataclasses import dataclass

from ecgkt.types.context import ContextReading
from ecgkt.vocab.report_formats import REPORT_FORMATS

SAFE_STEM = re.compile(r"[A-Za-z0-9_-]{1,64}")
MAX_REPORT_TEXT = 20_000
"""Characters of a reader's own text: some eight pages."""


@dataclass(frozen=True, kw_only=True)
class ReportWish:
    """
    Which files to make of one reading.

    Attributes
    ----------
    formats : tuple of str
        Keys of `REPORT_FORMATS`.
    stem : str
        What the names of the files begin with: letters, digits, hyphens, underscores.
    text : str or None
        The reader's own words, which take the draft's place; None for the draft.
    is_named : bool
        Whether the file's name and the recording's identifier are written into it.
    with_context : ContextReading or None
        The second result, to stand apart from the reading; None leaves it out.

    Raises
    ------
    ValueError
        If a format is unknown, the stem could be a path or the text is too long.
    """

    formats: tuple[str, ...] = ("pdf",)
    stem: str = "ecg"
    text: str | None = None
    is_named: bool = False
    with_context: ContextReading | None = None

    def __post_init__(self) -> None:
        unknown = set(self.formats) - set(REPORT_FORMATS)
        if unknown or not self.formats:
            offered = ", ".join(REPORT_FORMATS)
            raise ValueError(f"expected formats out of {offered}, got {self.formats}")
        if SAFE_STEM.fullmatch(self.stem) is None:
            raise ValueError(
                f"expected letters, digits, - or _ as a stem, got {self.stem!r}"
            )
        if len(self.text or "") > MAX_REPORT_TEXT:
            raise ValueError(f"expected at most {MAX_REPORT_TEXT} characters of text")
