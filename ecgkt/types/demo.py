"""One prepared case of a presentation: what is shown, what is said about it."""

from dataclasses import dataclass, fields
from typing import Any, Self

import msgspec

from ecgkt.errors import EcgktError
from ecgkt.vocab.findings import FINDINGS
from ecgkt.vocab.statements import CODES


@dataclass(frozen=True, kw_only=True)
class DemoCase:
    """
    A recording and what a presenter says of it.

    Attributes
    ----------
    recording : str
        Name of a simulated example, or of an entry of the operator's library.
    title : str
        What the audience reads.
    look_at : str
        One sentence that points their eyes, before anything is opened.
    why : str
        What is opened on cue: code of a statement, whose map is laid over the sheet, or
        of a finding, which is marked on it; empty for nothing.
    notes : tuple of str
        For the presenter, one thought each.
    """

    recording: str
    title: str
    look_at: str
    why: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what nothing can be opened for."""
        if self.why and self.why not in CODES and self.why not in FINDINGS:
            raise ValueError(
                f"why: expected the code of a statement or of a finding, "
                f"found {self.why!r}"
            )

    @classmethod
    def from_dict(cls, values: Any) -> Self:
        """
        Read one case of a ``demo.json``.

        Raises
        ------
        EcgktError
            If a field is missing, unknown or of another type; the text names it.
        """
        known = {field.name for field in fields(cls)}
        if isinstance(values, dict) and (unknown := set(values) - known):
            raise EcgktError(f"unknown field {min(unknown)!r}")
        try:
            return msgspec.convert(values, cls)
        except ValueError as error:  # msgspec's own is one
            raise EcgktError(str(error)) from error
