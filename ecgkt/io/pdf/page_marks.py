"""What a page of a PDF shows: its lines and its words, each where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from pypdf import PageObject, mult

from ecgkt.errors import RecordError
from ecgkt.io.pdf.labels import read_label
from ecgkt.io.pdf.line_runs import MAX_FORMS, RUN, Runs
from ecgkt.types.record import Floats

MAX_OPERANDS = 150_000
"""Numbers and operators of all pages beside the runs of lines."""
MAX_DRAWN, MAX_WORDS = 64, 5000
"""How often a form may be drawn, and pieces of text."""
MAX_LETTERS = 200
LARGE = 1e9
SHOWS = (b"Tj", b"TJ", b"'", b'"')
# fmt: off
ENDS = {b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"n"}
# fmt: on
POINTS = {b"m": 0, b"l": 0, b"c": 4, b"v": 2, b"y": 2}
"""Operators that go to a point, and where among their numbers it stands: of a curve
only its end is taken."""

Matrix = Sequence[float]


class Word(NamedTuple):
    """
    A piece of text in one line.

    Attributes
    ----------
    text : str
        Without blanks around it; cut at `MAX_LETTERS`.
    x, y : float
        Where it begins, in points of the page.
    along : tuple of (float, float)
        Unit vector in which it is read.
    up : tuple of (float, float)
        Unit vector to the top of its letters.
    """

    text: str
    x: float
    y: float
    along: tuple[float, float]
    up: tuple[float, float]


class Line(NamedTuple):
    """
    A line through points.

    Attributes
    ----------
    points : numpy.ndarray of shape (n_points, 2), float64
        In points of the page; pieces that go on where the last ended are one line.
    path : int
        Lines that were drawn in one stroke share a number: a trace with a gap.
    """

    points: Floats
    path: int


@dataclass(frozen=True)
class Marks:
    """
    A page's lines and words.

    Attributes
    ----------
    lines : list of Line
        In the order of the page.
    words : list of Word
        In the order of the page.
    n_pictures : int
        Images on it.
    """

    lines: list[Line] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    n_pictures: int = 0


class Budget:
    """
    How much all pages of a file may hold together.

    A reader of forms within forms turns an exception into silence; so the budget stays
    spent, and whoever asks next hears of it too.
    """

    def __init__(self) -> None:
        self.operands, self.drawn, self.words = MAX_OPERANDS, MAX_DRAWN, MAX_WORDS
        self.runs = Runs()

    def check(self) -> None:
        """Raise a RecordError where something is spent."""
        if min(self.operands, self.drawn, self.words) < 0:
            raise RecordError(
                f"Beside its traces a print of an ECG holds up to {MAX_WORDS:,} words "
                f"and {MAX_OPERANDS:,} marks; this PDF holds more and is refused. "
                "Print the resting ECG alone."
            )


def read_marks(page: PageObject, budget: Budget) -> Marks:
    """
    Look at a page.

    Parameters
    ----------
    page : pypdf.PageObject
        Of a file that is opened within limits.
    budget : Budget
        Of the file; what the page holds is taken off.

    Returns
    -------
    Marks

    Raises
    ------
    RecordError
        If the file holds more than a print.
    """
    budget.runs.take_from(page)
    walk = _Walk(budget)
    page.extract_text(
        visitor_operand_before=walk.on_operator, visitor_text=walk.on_text
    )
    budget.check()
    walk.close()
    pictures = walk.n_inline + sum(
        1 for form in _forms(page) if form.get("/Subtype") == "/Image"
    )
    return Marks(walk.lines, walk.words, pictures)


def _forms(page: PageObject) -> list[Any]:
    resources = page.get("/Resources")
    forms = resources.get_object().get("/XObject") if resources is not None else None
    if forms is None:
        return []
    return [form.get_object() for form in list(forms.get_object().values())[:MAX_FORMS]]


def _placed(points: Floats, cm: Matrix) -> Floats:
    """Bring points to their place on the page."""
    axes = np.array([cm[0:2], cm[2:4]], dtype=np.float64)
    return np.asarray(points @ axes + np.array(cm[4:6], dtype=np.float64))


class _Walk:
    """Follows a page's operators: paths as they are drawn, words as they are shown."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.lines: list[Line] = []
        self.words: list[Word] = []
        self.n_inline = self._n_paths = 0
        self._paths: list[list[Floats]] = []
        self._shown: list[tuple[Matrix, Matrix]] = []

    def on_operator(
        self, operator: bytes, operands: Any, cm: Matrix, tm: Matrix
    ) -> None:
        self.budget.operands -= 1 + len(operands)
        self.budget.drawn -= operator == b"Do"
        self.n_inline += operator == b"INLINE IMAGE"
        self.budget.check()
        if operator in POINTS:
            self._go(operands[POINTS[operator] :], cm, is_move=operator == b"m")
        elif operator == RUN:
            self._run(operands, cm)
        elif operator in SHOWS:
            self._shown.append((list(cm), list(tm)))
        elif operator in (b"re", b"h"):
            # A closed shape is a frame and no trace.
            self._paths.append([])
        elif operator in ENDS:
            self.close()

    def _go(self, numbers: Any, cm: Matrix, *, is_move: bool) -> None:
        if len(numbers) != 2:
            return
        point = np.array([[float(number) for number in numbers]])
        self._draw(_placed(point, cm), is_move)

    def _run(self, operands: Any, cm: Matrix) -> None:
        runs = self.budget.runs.runs
        place = int(operands[0]) if len(operands) == 1 else -1
        if 0 <= place < len(runs):
            run = runs[place]
            first, *lines = np.split(_placed(run.points, cm), run.begins)
            self._draw(first, is_move=False)
            last = 0
            for path, points in zip(run.paths.tolist(), lines, strict=True):
                if path != last:
                    self.close()
                    last = path
                self._draw(points, is_move=True)
            if run.is_stroked:
                self.close()

    def _draw(self, points: Floats, is_move: bool) -> None:
        if len(points):
            if is_move or not self._paths:
                self._paths.append([])
            self._paths[-1].append(points)

    def close(self) -> None:
        """Keep the lines of the path that was drawn."""
        found = [np.concatenate(path) for path in self._paths if path]
        self._paths = []
        self._n_paths += 1
        for points in found:
            if len(points) < 2 or not np.isfinite(points).all():
                continue
            path = self._n_paths
            if self.lines and np.array_equal(self.lines[-1].points[-1], points[0]):
                last = self.lines.pop()
                points, path = np.concatenate((last.points, points[1:])), last.path
            self.lines.append(Line(points, path))

    def on_text(
        self, text: str, cm: Matrix, tm: Matrix, _font: Any, _size: Any
    ) -> None:
        places, self._shown = self._shown, []
        plain = " ".join(text[: 8 * MAX_LETTERS].split())
        if not plain:
            return
        pieces = plain.split(" ")
        # Labels that were shown one by one in a line come as one text: each has its
        # own place. Other text stands where it began.
        if not (len(pieces) == len(places) and all(map(read_label, pieces))):
            pieces, places = [plain[:MAX_LETTERS]], [(cm, tm)]
        self.budget.words -= len(pieces)
        for piece, (at, text_at) in zip(pieces, places, strict=True):
            a, b, c, d, x, y = mult(list(text_at), list(at))
            along, up = float(np.hypot(a, b)), float(np.hypot(c, d))
            if np.isfinite([x, y]).all() and 0 < along < LARGE and 0 < up < LARGE:
                turned = (a / along, b / along), (c / up, d / up)
                self.words.append(Word(piece, x, y, *turned))
