"""A chart has a dot per known value, a gap where there is none, and its band."""

import re
from xml.etree import ElementTree as ET

import pytest

from ecgkt.plotting.trend import HEIGHT, WIDTH, Frame, TrendPoint, draw_trend

FRAME = Frame("QRS", "first", "last", (80.0, 100.0))


def points(*values):
    last = max(1, len(values) - 1)
    return [
        TrendPoint(place / last, value, f"<{place}>", str(place))
        for place, value in enumerate(values)
    ]


def parsed(svg):
    return ET.fromstring(svg)


def dots(svg):
    return [
        it for it in parsed(svg).iter("circle") if "ek-trend-dot" in it.get("class")
    ]


def test_every_known_value_is_a_dot_inside_the_chart():
    svg = draw_trend(points(90.0, None, 150.0, 70.0), FRAME)
    found = dots(svg)
    assert len(found) == 3
    places = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in found]
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in places)
    # Higher values stand higher.
    assert places[1][1] < places[0][1] < places[2][1]


def test_a_gap_breaks_the_line():
    lines = re.findall(
        r"<polyline", draw_trend(points(1.0, 2.0, None, 3.0, 4.0), FRAME)
    )
    assert len(lines) == 2


def test_points_ask_for_their_recording_and_words_are_escaped():
    root = parsed(draw_trend(points(90.0, 95.0), FRAME))
    pressed = [it for it in root.iter("g") if it.get("data-ask")]
    assert [it.get("data-ask") for it in pressed] == ["0", "1"]
    assert pressed[0].find("title").text == "<0>"


@pytest.mark.parametrize("values", [(), (None, None), (5.0,), (5.0, 5.0), (1e-4, 2e5)])
def test_any_values_can_be_drawn(values):
    frame = Frame("x", "a", "b")
    assert len(dots(draw_trend(points(*values), frame))) == sum(
        value is not None for value in values
    )


def test_zero_has_no_sign_on_the_axis():
    frame = Frame("p", "a", "b", decimals=2, span=(-0.05, 1.05))
    assert ">−0.00<" not in draw_trend(points(0.0, 1.0), frame)
