import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.pdf.labels import read_label
from ecgkt.io.pdf.page_marks import Line, Word
from ecgkt.io.pdf.scale import MM_PT
from ecgkt.io.pdf.traces import find_traces, name_traces


def wave(x0, y, n_points=500, width=200.0, path=1):
    x = x0 + np.linspace(0, width, n_points)
    return Line(np.column_stack((x, y + np.sin(x))), path)


def word(text, x, y):
    return Word(text, x, y, (1.0, 0.0), (0.0, 1.0))


def test_frames_letters_and_ornaments_are_no_traces():
    frame = Line(np.array([(0, 0), (99, 0), (99, 99), (0, 99), (0, 0.0)]), 3)
    back = wave(0, 0, path=4)
    lines = [
        wave(0, 50), frame, back._replace(points=back.points[::-1]),
        wave(0, 0, n_points=20, path=5), wave(0, 0, width=9, path=6),
        wave(0, 0, width=30, path=7),
    ]  # fmt: skip
    (trace,) = find_traces(lines)
    assert trace.middle == pytest.approx(50, abs=1)


def test_pieces_of_one_stroke_are_one_trace_where_they_follow_each_other():
    assert len(find_traces([wave(0, 0, path=1), wave(300, 0, path=1)])) == 1
    assert len(find_traces([wave(0, 0, path=1), wave(0, 99, path=1)])) == 2
    assert len(find_traces([wave(0, 0, path=1), wave(300, 0, path=2)])) == 2


def test_names_go_with_the_order_in_their_column_and_not_with_the_nearest_trace():
    traces = find_traces([wave(0, 100 - 30 * n, path=n) for n in range(3)])
    # Each name stands nearer to the trace above its own.
    words = [word(lead, 5, 120 - 30 * n) for n, lead in enumerate(("I", "II", "III"))]
    named = name_traces(traces, words)
    assert [one.label.lead for one in named] == ["I", "II", "III"]
    assert [round(one.trace.middle, -1) for one in named] == [100, 70, 40]


def test_name_far_from_all_traces_is_another_word():
    traces = find_traces([wave(0, 0)])
    away = [word("V1", 5, 50 * MM_PT), word("V2", 90 * MM_PT, 40)]
    (named,) = name_traces(traces, [word("II", 5, 9), *away])
    assert named.label.lead == "II"


@pytest.mark.parametrize(
    "words",
    [
        [word("I", 5, 9)],
        [word("I", 5, 9), word("II", 5, 99), word("III", 5, 120)],
    ],
)
def test_names_that_do_not_match_are_refused(words):
    traces = find_traces([wave(0, 0, path=1), wave(0, 90, path=2)])
    with pytest.raises(RecordError, match=r"here . names and 2 traces"):
        name_traces(traces, words)


@pytest.mark.parametrize(
    ("text", "lead", "sign"),
    [
        ("aVR", "aVR", 1), ("-aVR", "aVR", -1), ("AVF", "aVF", 1), ("C4", "V4", 1),
        ("V3R", "V3R", 1), ("DII", "II", 1), ("V1:", "V1", 1),
    ],
)  # fmt: skip
def test_label_is_told(text, lead, sign):
    assert read_label(text) == (lead, sign)


@pytest.mark.parametrize(
    "text", ["", "1", "IV", "P", "QRS", "V", "V1 V2", "-V1", "Vera"]
)
def test_other_words_are_no_labels(text):
    assert read_label(text) is None
