"""
Long runs of lines, taken out of a page before its operators are parsed one by one.

Twelve leads of 10 s at 500 Hz are 60,000 operators and all else on a print a few
hundred. A run is its numbers: numpy reads them in a hundredth of the parser's time. In
its place an operator of ours is left, so that it is drawn where it stood.
"""

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pypdf import PageObject
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from ecgkt.errors import RecordError
from ecgkt.types.record import Floats

RUN = b"LINES"
"""The operator; its number is the place in the list of runs."""
STROKE, MOVE = b"S", b"m"
MAX_POINTS = 1_000_000
"""Twelve leads of 10 s at 1000 Hz are 120,000."""
MAX_LINES = 20_000
"""A grid of an A4 page takes 500."""
MAX_REST = 2 * 2**20
"""Bytes of all pages that are left to be parsed; the largest print that is known to us
leaves 20 kB."""
MAX_FORMS = 64

_NUMBER = rb"[-+0-9.]{1,20}\s{1,4}"
_RUN = re.compile(rb"(?:" + _NUMBER * 2 + rb"[ml]\s{1,4}(?:S\s{1,4})?){8,}")
_SKIPPED = b"/Filter", b"/DecodeParms", b"/Length", b"/F"

_NUMBERS = b"0123456789+-. \t\n\f\r\v"
_TO_BLANKS = bytes.maketrans(b"mlS", b"   ")


class Run(NamedTuple):
    """
    Lines one after the other.

    Attributes
    ----------
    points : numpy.ndarray of shape (n_points, 2), float64
        Of all lines, as they are written.
    begins : numpy.ndarray of shape (n_lines,), int64
        First point of each line; those before it go on with what was drawn before.
    paths : numpy.ndarray of shape (n_lines,), int64
        How many strokes of the run lie before each line.
    is_stroked : bool
        Whether the last line is stroked within the run too.
    """

    points: Floats
    begins: NDArray[np.int64]
    paths: NDArray[np.int64]
    is_stroked: bool


class Runs:
    """
    The runs of a file, and how much is left beside them.

    Attributes
    ----------
    runs : list of Run
        In the order in which they were taken out.
    n_points, n_lines, n_rest : int
        Points and lines in the runs, and bytes of all else.
    """

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.n_points = self.n_lines = self.n_rest = 0

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
        if (
            self.n_points > MAX_POINTS
            or self.n_lines > MAX_LINES
            or self.n_rest > MAX_REST
        ):
            raise RecordError(
                f"A print of an ECG holds up to {MAX_POINTS:,} points in {MAX_LINES:,} "
                f"lines and {MAX_REST // 2**20} MB of all else; this PDF holds more "
                "and is refused. Print the resting ECG alone."
            )
        stream.set_data(rest)
        return stream

    def _keep(self, match: re.Match[bytes]) -> bytes:
        self.runs.append(run := _read_run(match[0]))
        self.n_points += len(run.points)
        self.n_lines += len(run.begins)
        return b"%d %s\n" % (len(self.runs) - 1, RUN)


def _read_run(text: bytes) -> Run:
    operators = np.frombuffer(text.translate(None, _NUMBERS), np.uint8)
    is_stroke = operators == ord(STROKE)
    numbers = text.translate(_TO_BLANKS).split()
    points = np.array(list(map(float, numbers))).reshape(-1, 2)
    # Some writers stroke every piece and begin anew where it ended: it is one line.
    is_same = np.append(False, np.all(points[1:] == points[:-1], axis=1))
    is_move = operators[~is_stroke] == ord(MOVE)
    kept = ~(is_move & is_same)
    begins = np.flatnonzero(is_move[kept])
    path = np.cumsum(is_stroke)[~is_stroke][kept]
    return Run(points[kept], begins, path[begins], bool(is_stroke[-1]))
