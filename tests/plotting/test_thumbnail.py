"""A thumbnail shows its lead within the paper, whatever its height."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from ecgkt.plotting.thumbnail import HEIGHT_MM, WIDTH_MM, draw_thumbnail
from ecgkt.plotting.trace_path import UNIT_MM
from ecgkt.simulate.example import EXAMPLES, simulate_example
from ecgkt.vocab.leads import LEADS

SVG = "{http://www.w3.org/2000/svg}"


def trace(svg):
    """Return x and y in mm of every sample that is drawn."""
    group = ElementTree.fromstring(svg).find(f"{SVG}g[@data-lead]")
    (path,) = group
    place = re.match(
        r"translate\(0 ([\d.-]+)\)scale\(([\d.e-]+) (-[\d.]+)\)", path.get("transform")
    )
    base, step, unit = map(float, place.groups())
    assert unit == -UNIT_MM
    start, moves = re.match(r"M0 (-?\d+)l(.*)", path.get("d")).groups()
    numbers = list(map(int, re.findall(r"-?\d+", moves)))
    assert set(numbers[::2]) == {1}
    steps = np.cumsum([int(start), *numbers[1::2]])
    return np.arange(len(steps)) * step, base - steps * UNIT_MM


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("lead", ["II", "V2"])
def test_every_example_stays_on_the_paper(name, lead):
    x, y = trace(draw_thumbnail(simulate_example(name), lead))
    assert 0 <= y.min() <= y.max() <= HEIGHT_MM
    assert x[-1] == pytest.approx(WIDTH_MM)


def test_height_is_that_of_the_lead():
    record = simulate_example("normal")
    _, y = trace(draw_thumbnail(record, "V5"))
    shown = record.signal[LEADS.index("V5"), :2001]
    assert np.ptp(y) == pytest.approx(10 * np.ptp(shown), abs=2 * UNIT_MM)


def test_high_trace_is_drawn_smaller():
    record = simulate_example("normal")
    high = replace(record, signal=record.signal * 10)
    _, y = trace(draw_thumbnail(high, "II"))
    assert np.ptp(y) <= HEIGHT_MM


def test_flat_lead_is_a_line_in_the_middle():
    record = simulate_example("normal")
    flat = replace(record, signal=np.zeros_like(record.signal))
    _, y = trace(draw_thumbnail(flat, "II"))
    assert set(y) == {HEIGHT_MM / 2}
