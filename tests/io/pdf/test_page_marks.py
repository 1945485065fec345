"""What pages draw, whichever of the operators they draw it with."""

import io
from itertools import pairwise

import numpy as np
import pytest
from pypdf import PdfReader

from ecgkt.io.pdf.page_marks import Budget, read_marks
from tests.builders.pdf_prints import pdf, words

POINTS = np.column_stack((np.arange(40.0), np.arange(40) ** 2 % 7))
PLACES = [f"{x:g} {y:g}" for x, y in POINTS]
ONE_BY_ONE = " ".join(f"{a} m {b} l S" for a, b in pairwise(PLACES))


def marks_of(content):
    (page,) = PdfReader(io.BytesIO(pdf(content))).pages
    return read_marks(page, Budget())


@pytest.mark.parametrize(
    "content",
    [
        f"{PLACES[0]} m {' l '.join(PLACES[1:])} l S",
        ONE_BY_ONE,
        f"{PLACES[0]} m {''.join(f'9 9 9 9 {place} c ' for place in PLACES[1:])} S",
        f"{PLACES[0]} m {' l '.join(PLACES[1:9])} l % a word\n"
        f"{' l '.join(PLACES[9:])} l S",
    ],
    ids=["one line", "stroked one by one", "curves", "in two runs"],
)
def test_line_is_one_line(content):
    (line,) = marks_of(f"{content}\n").lines
    np.testing.assert_allclose(line.points, POINTS)


def test_matrices_move_lines_and_words_alike():
    drawn = f"{PLACES[0]} m {' l '.join(PLACES[1:])} l S"
    marks = marks_of(f"q 0 2 -2 0 500 9 cm {drawn} BT /F1 9 Tf 3 4 Td (V1) Tj ET Q\n")
    np.testing.assert_allclose(
        marks.lines[0].points, [500, 9] + POINTS @ np.array([[0, 2], [-2, 0]])
    )
    (word,) = marks.words
    assert word == ("V1", 500 - 2 * 4, 9 + 2 * 3, (0, 1), (-1, 0))


def test_strokes_part_paths_and_a_gap_does_not():
    first, second = PLACES[:20], PLACES[20:]
    gap = f"{first[0]} m {' l '.join(first[1:])} l "
    gap += f"{second[0]} m {' l '.join(second[1:])} l"
    one, other = marks_of(f"{gap} S\n").lines
    assert one.path == other.path
    one, other = marks_of(f"{gap.replace(' l 2', ' l S 2', 1)} S\n").lines
    assert len(one.points) + len(other.points) == 40


def test_labels_shown_in_one_go_have_their_own_places():
    line = "BT /F1 9 Tf 10 50 Td (I) Tj 100 0 Td (aVR) Tj 100 0 Td (V1) Tj ET"
    found = [(word.text, word.x) for word in marks_of(f"{line}\n").words]
    assert found == [("I", 10), ("aVR", 110), ("V1", 210)]
    line = "BT /F1 9 Tf 10 50 Td (25) Tj 30 0 Td (mm/s) Tj ET"
    assert [word.text for word in marks_of(f"{line}\n").words] == ["25 mm/s"]


def test_lines_with_infinite_places_are_left_out():
    far = "9" * 30
    content = f"{far} 0 0 {far} 0 0 cm " * 12 + "1 1 m 2 2 l S\n" + words("a", 1, 1)
    assert marks_of(content).lines == []
