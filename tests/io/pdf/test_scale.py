import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.pdf.scale import MM_PT, Pulse, find_pulses, read_scale


def grid(step_mm, n_lines, size=1.0):
    step = step_mm * MM_PT * size
    places = step * np.arange(n_lines)
    long = 250 * MM_PT
    across = [np.array([(x, 0.0), (x, long)]) for x in places]
    return across + [np.array([(0.0, y), (long, y)]) for y in places]


@pytest.mark.parametrize(
    ("text", "speed", "gains"),
    [
        ("25 mm/s 10 mm/mV", 25, (10,)),
        ("Seite 1 50mm/s  10mm/mV  0.01-20Hz", 50, (10,)),
        ("12,5 mm / s; 5 mm/mV and again 12.5mm/sec", 12.5, (5,)),
        ("25 MM/S  Limb: 10 mm/mV  Chest: 5 mm/mV", 25, (5, 10)),
        ("25 mm/s 10/5 mm/mV", 25, (5, 10)),
    ],
)
def test_speed_and_gain_are_found_as_prints_state_them(text, speed, gains):
    scale = read_scale(text, [])
    assert (scale.speed, scale.gains) == (speed, gains)


@pytest.mark.parametrize(
    "text",
    ["", "25 mm/s", "10 mm/mV", "25 mm/s 50 mm/s 10 mm/mV", "0 mm/s 10 mm/mV", "25 mm"],
)
def test_scale_is_never_guessed(text):
    with pytest.raises(RecordError, match="must state one paper speed"):
        read_scale(text, grid(1, 100))


@pytest.mark.parametrize(
    ("lines", "size"),
    [
        (grid(1, 250), 1),
        (grid(5, 50), 1),
        (grid(1, 250) + grid(5, 50), 1),
        (grid(1, 250, 0.7), 0.7),
        (grid(5, 50, 1.4), 1.4),
    ],
)
def test_grid_tells_the_size_of_a_millimetre(lines, size):
    scale = read_scale("25 mm/s 10 mm/mV", lines)
    assert scale.has_grid
    assert scale.mm_x == pytest.approx(size * MM_PT, rel=1e-3)
    assert scale.second == pytest.approx(25 * size * MM_PT, rel=1e-3)


@pytest.mark.parametrize("lines", [[], grid(1, 9), grid(1, 250)[:250]])
def test_few_lines_or_lines_of_one_way_are_no_grid(lines):
    scale = read_scale("25 mm/s 10 mm/mV", lines)
    assert (scale.has_grid, scale.mm_x, scale.mm_y) == (False, MM_PT, MM_PT)


def test_pulse_is_told_from_frame_step_and_trace():
    x = np.array([0, 4, 4, 18, 18, 22.0])
    up = np.array([0, 0, 1, 1, 0, 0]) * 10 * MM_PT
    whole = np.column_stack((x, up))
    others = [
        np.column_stack((x, -up)),
        np.column_stack((x, up * [1, 1, 1, 0.5, 1, 1])),
        np.column_stack((x[::-1], up)),
        np.column_stack((10 * x, up)),
        whole[:4],
    ]
    assert find_pulses([*others, whole], MM_PT) == [
        Pulse(0, 0, pytest.approx(10 * MM_PT))
    ]


def test_pulse_tells_which_of_two_gains_holds_and_contradicts_a_wrong_one():
    scale = read_scale("25 mm/s 10/5 mm/mV", [])
    assert scale.millivolt(Pulse(0, 0, 5.05 * MM_PT)) == 5 * MM_PT
    assert scale.millivolt(Pulse(0, 0, 10 * MM_PT)) == 10 * MM_PT
    with pytest.raises(RecordError, match=r"10 mm/mV, and its pulse .* 8\.0 mm"):
        scale.millivolt(Pulse(0, 0, 8 * MM_PT))
    with pytest.raises(RecordError, match="several gains"):
        scale.millivolt(None)
