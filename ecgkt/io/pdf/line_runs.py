"""
Long runs of lines, taken out of a page before its operators are parsed one by one.

Twelve leads of 10 s at 500 Hz are 60,000 operators and all else on a print a few
hundred. A run is its numbers: numpy reads them in a hundredth of the parser's time. In
its place an operator of ours is left, so that it is drawn where it stood.
"""

import re

import numpy as np
from pypdf import PageObject
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from ecgkt.errors import RecordError
from ecgkt.types.record import Floats

RUN = b"LINES"
"""The operator; its number is the place in the list of runs."""
STROKE = b"S"
MAX_POINTS = 1_000_000
"""Twelve leads of 10 s at 1000 Hz are 120,000."""
MAX_REST = 2 * 2**20
"""Bytes of all pages that are left to be parsed; the largest print that is known to us
leaves 20 kB."""
MAX_FORMS = 64

_NUMBER = rb"[-+0-9.]{1,20}\s{1,4}"
_RUN = re.compile(rb"(?:" + _NUMBER * 2 + rb"[ml]\s{1,4}(?:S\s{1,4})?){8,}")
_SKIPPED = b"/Filter", b"/DecodeParms", b"/Length", b"/F"


class Runs:
    """
    The runs of a file, and how much is left beside them.

    Attributes
    ----------
    runs : list of list of list of numpy.ndarray of shape (n_points, 2), float64
        Of each run its paths, of each path its lines; all but the last are stroked.
    n_points, n_rest : int
        Points in the runs, and bytes of all else.
    """

    def __init__(self) -> None:
        self.runs: list[list[list[Floats]]] = []
        self.n_points = self.n_rest = 0

    def take_from(self, page: PageObject) -> None:
        """
        Take the runs out of a page and of the forms that it draws, in place.

        Parameters
        ----------
        page : pypdf.PageObject
            Of a file that is opened within limits.

        Raises
        ------
        RecordError
            If there are more points, or more of all else, than on a print.
        """
        contents = page.get_contents()
        if contents is not None:
            page[NameObject("/Contents")] = self._without(contents.get_data())
        resources = page.get("/Resources")
        forms = resources.get_object().get("/XObject") if resources else None
        if forms is None:
            return
        drawn = forms.get_object()
        for name in list(drawn)[:MAX_FORMS]:
            form = drawn[name].get_object()
            if form.get("/Subtype") == "/Form":
                drawn[name] = stream = self._without(form.get_data(), form)
                # A form without resources uses those of its page (PDF 1.1).
                stream.setdefault(NameObject("/Resources"), resources)

    def _without(
        self, content: bytes, form: DictionaryObject | None = None
    ) -> DecodedStreamObject:
        stream = DecodedStreamObject()
        for key, value in (form or {}).items():
            if key.encode() not in _SKIPPED:
                stream[NameObject(key)] = value
        rest = _RUN.sub(self._keep, content)
        self.n_rest += len(rest)
        if self.n_points > MAX_POINTS or self.n_rest > MAX_REST:
            raise RecordError(
                f"A print of an ECG holds up to {MAX_POINTS:,} points of lines and "
                f"{MAX_REST // 2**20} MB of all else; this PDF holds more and is "
                "refused. Print the resting ECG alone."
            )
        stream.set_data(rest)
        return stream

    def _keep(self, match: re.Match[bytes]) -> bytes:
        *drawn, rest = match[0].split(STROKE)
        paths = [self._lines(path) for path in drawn]
        # A run that ends in the middle of a path leaves it open.
        paths.append(self._lines(rest) if rest.strip() else [])
        self.runs.append(paths)
        return b"%d %s\n" % (len(self.runs) - 1, RUN)

    def _lines(self, path: bytes) -> list[Floats]:
        cells = np.array(path.split()).reshape(-1, 3)
        points = cells[:, :2].astype(np.float64)
        self.n_points += len(points)
        # The first is empty where the path begins with a new line, as it should; else
        # it goes on with the line that was drawn before.
        return np.split(points, np.flatnonzero(cells[:, 2] == b"m"))
