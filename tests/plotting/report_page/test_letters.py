import pytest

from ecgkt.plotting.report_page.letters import Run, printable, width_mm, wrap

SIZE = 7.0


def text_of(lines):
    return [" ".join(piece.run.text for piece in line) for line in lines]


def test_line_is_never_wider_than_its_room():
    words = "QTc (Fridericia) is 470 ms with a QRS of 161 ms: " + "W" * 90
    for line in wrap([Run(words, "k")], 40.0, SIZE, indent=3.0):
        last = line[-1]
        end = last.x + width_mm(last.run.text, SIZE)
        assert end <= 40.0 + 1e-9


def test_no_letter_is_lost():
    words = "one two three " * 20
    lines = wrap([Run(words, "k")], 30.0, SIZE)
    assert " ".join(text_of(lines)).split() == words.split()


def test_looks_follow_each_other_on_one_line():
    ((first, second),) = wrap([Run("a b", "k"), Run("c", "r", bold=True)], 50.0, SIZE)
    assert (first.run.text, second.run.text) == ("a b", "c")
    assert second.x > width_mm("a b", SIZE)


def test_width_is_that_of_matplotlib():
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    for bold in (False, True):
        weight = "bold" if bold else "normal"
        prop = FontProperties(family="DejaVu Sans", weight=weight, size=SIZE)
        text = "Sinus rhythm, 72/min; −0.15 mV ± 3 µV"
        expected = text_to_path.get_text_width_height_descent(text, prop, ismath=False)
        found = width_mm(text, SIZE, bold=bold) / 25.4 * 72
        assert found == pytest.approx(expected[0], rel=0.02)


def test_letters_that_the_font_lacks_are_marked():
    assert printable("心電図 ECG\n× ≥ µ °") == "??? ECG × ≥ µ °"


def test_nothing_is_one_empty_line():
    assert wrap([Run("", "k")], 10.0, SIZE) == [()]
