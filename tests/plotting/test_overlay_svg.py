"""Overlays: in their place, signed by side, grey when they did not pass."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from ecgkt.plotting.geometry import RIBBON_ROOM_MM, paper_geometry
from ecgkt.plotting.layouts import View
from ecgkt.plotting.marks_svg import MARK_INK
from ecgkt.plotting.overlay import Band, Mark, Overlay, Span
from ecgkt.plotting.overlay_svg import (
    DOWN,
    GREY,
    MARK,
    TRACE_LEVELS,
    UP,
    draw_overlay,
    legend_of,
    levels_of_trace,
    outside_notes,
)
from ecgkt.plotting.paper_svg import PAPER, draw_paper
from ecgkt.simulate.example import simulate_example


def sheet(**view):
    return paper_geometry(simulate_example("normal"), View(**view))


def spike(lead="V2", at=6.0, value=1.0, step=0.04):
    values = np.zeros(250, np.float32)
    values[round(at / step)] = value
    return Band(lead, 0.0, step, values)


def drawn(paper, overlay, kind="ribbon"):
    """Return (class, fill, boxes) of each path of a kind, boxes as x, y, up, width."""
    root = ET.fromstring(f"<g>{draw_overlay(paper, overlay)}</g>")
    return [
        (
            path.attrib["class"],
            path.attrib["fill"],
            [
                tuple(map(float, re.split(r"[ hv]", box)))
                for box in re.findall(r"M([^z]*?)z", path.attrib["d"])
            ],
        )
        for path in root
        if path.attrib["class"].startswith(kind)
    ]


def ribboned(record=None, **view):
    record = record or simulate_example("normal")
    return paper_geometry(record, View(**view), has_ribbon=True)


def luminance(color):
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


@pytest.mark.parametrize("color", [UP, DOWN, GREY, MARK_INK])
def test_every_colour_stands_out_on_paper(color):
    light, dark = luminance(PAPER) + 0.05, luminance(color) + 0.05
    assert light / dark >= 3


@pytest.mark.parametrize("fs", [250.0, 500.0, 1000.0])
@pytest.mark.parametrize("speed", [25.0, 50.0])
def test_a_spike_stands_under_its_own_wave(fs, speed):
    record = simulate_example("normal", fs=fs)
    signal = np.zeros_like(record.signal)
    signal[7, round(6.02 * fs)] = 1.0
    paper = ribboned(replace(record, signal=signal), speed=speed)
    ((_, _, ((x, _, _, width, _),)),) = drawn(paper, Overlay(bands=(spike(),)))
    wave = next(strip for strip in paper.strips if strip.lead == "V2")
    peak = wave.x0 + wave.dx * int(wave.y.argmax())
    assert x <= peak < x + width
    assert width == pytest.approx(0.04 * speed)


@pytest.mark.parametrize(
    ("value", "kind", "color"), [(0.8, "up", UP), (-0.8, "down", DOWN)]
)
def test_sign_is_the_side_of_the_line_and_strength_is_length(value, kind, color):
    overlay = Overlay(bands=(spike(value=value),))
    ((name, fill, ((_, _, move, _, back),)),) = drawn(ribboned(), overlay)
    assert (name, fill) == (f"ribbon {kind}", color)
    # Up is negative in an SVG; the ribbon is 4 mm high.
    assert (move, back) == (-2 * value, 2 * value)


def test_nothing_is_longer_than_the_ribbon_and_zero_draws_nothing():
    values = np.array([0, 0, 9, -9, np.nan, 0.001], np.float32)
    bands = (Band("I", 0.0, 0.04, values),)
    paths = drawn(ribboned(layout="12x1"), Overlay(bands=bands))
    assert [(fill, box[2]) for _, fill, (box,) in paths] == [(UP, -2.0), (DOWN, 2.0)]
    assert draw_overlay(sheet(), Overlay()) == ""


def test_a_lead_that_is_drawn_twice_has_two_ribbons_and_only_in_its_time():
    paper = ribboned()
    assert len(drawn(paper, Overlay(bands=(spike("II", 1.0),)))) == 2
    assert len(drawn(paper, Overlay(bands=(spike("II", 6.0),)))) == 1


@pytest.mark.parametrize("layout", ["3x4+1", "12x1", "Cabrera"])
def test_ribbons_have_room_of_their_own_below_every_trace(layout):
    bare, paper = sheet(layout=layout), ribboned(layout=layout)
    rows = len({cell.y0 for cell in paper.cells})
    assert paper.height == bare.height + rows * RIBBON_ROOM_MM
    for cell, strip in zip(paper.cells, paper.strips, strict=True):
        assert float(strip.y.min()) > cell.y0 + RIBBON_ROOM_MM
        for sign in (1, -1):
            band = Band(cell.lead, 0.0, 0.04, np.full(250, sign, np.float32))
            boxes = drawn(paper, Overlay(bands=(band,)))
            edges = [box[1] + side for _, _, (box,) in boxes for side in (0, box[2])]
            lowest, highest = paper.height - cell.y0, paper.height - cell.y0 - 5
            assert any(highest <= edge <= lowest for edge in edges)


def test_a_map_that_did_not_pass_is_grey_everywhere_and_says_why():
    bands = (spike(), spike("I", 1.0, -1.0))
    for is_trace_coloured in (False, True):
        overlay = Overlay(
            bands=bands,
            why_grey="was not checked",
            is_trace_coloured=is_trace_coloured,
        )
        svg = draw_paper(ribboned(), overlay)
        assert GREY in svg
        assert UP not in svg
        assert DOWN not in svg
        ((color, text),) = legend_of(overlay)
        assert color == GREY
        assert text.endswith("this map was not checked")


def test_a_span_marks_its_stretch_as_far_as_it_is_shown():
    overlay = Overlay(spans=(Span("V1", 4.5, 5.5), Span("V1", 1.0, 2.0)))
    ((_, fill, boxes),) = drawn(sheet(), overlay, "spans")
    assert fill == MARK
    assert [(box[0], box[2]) for box in boxes] == [(135.0, 12.5)]


def long_sheet(start):
    record = simulate_example("normal")
    long = replace(record, signal=np.tile(record.signal, 3))
    return paper_geometry(long, View(start_s=start))


def test_spans_outside_the_window_are_counted():
    spans = (Span("I", 1, 2), Span("I", 11, 12), Span("I", 25, 26))
    (note,) = outside_notes(long_sheet(10.0), Overlay(spans=spans))
    assert note == "Marked stretches outside the window shown: 2"


@pytest.mark.parametrize(("start", "is_said"), [(0.0, False), (4.0, True), (15, True)])
def test_seconds_without_a_map_are_named(start, is_said):
    band = Band("I", 0.0, 0.04, np.ones(250, np.float32))
    notes = outside_notes(long_sheet(start), Overlay(bands=(band,)))
    assert notes == ["Only 0.0–10.0 s were scored and have a map"] * is_said


@pytest.mark.parametrize("layout", ["12x1", "Cabrera"])
def test_coloured_trace_has_at_most_eight_levels_and_loses_no_line(
    layout, path_samples
):
    paper = sheet(layout=layout)
    values = np.linspace(-1, 1, 250).astype(np.float32)
    bands = tuple(Band(lead, 0.0, 0.04, values) for lead in ("II", "aVR"))
    overlay = Overlay(bands=bands, is_trace_coloured=True)
    levels = {
        strip.lead: set(levels_of_trace(strip, paper, overlay).tolist())
        for strip in paper.strips
    }
    assert set().union(*levels.values()) - {0} <= {
        *range(-TRACE_LEVELS, 0),
        *range(1, TRACE_LEVELS + 1),
    }
    assert levels["I"] == {0}
    assert len(levels["II"]) > 4
    root = ET.fromstring(draw_paper(paper, overlay))
    for group, strip in zip(
        (group for group in root.iter() if group.get("data-lead")),
        paper.strips,
        strict=True,
    ):
        samples = {place for path in group for place in path_samples(path.get("d"))}
        assert samples == set(range(strip.y.size))


def test_the_bins_of_a_coloured_trace_are_those_of_the_band():
    paper = sheet(layout="12x1")
    overlay = Overlay(bands=(spike("V3", 4.0),), is_trace_coloured=True)
    strip = next(strip for strip in paper.strips if strip.lead == "V3")
    lit = np.flatnonzero(levels_of_trace(strip, paper, overlay))
    assert (lit.min(), lit.max()) == (2000, 2019)


def test_what_is_finer_than_the_model_sees_is_refused():
    with pytest.raises(ValueError, match=r"at least 0\.01 s"):
        draw_overlay(sheet(), Overlay(bands=(spike(step=0.005, at=1.0),)))


def test_legend_names_every_colour_that_is_used():
    overlay = Overlay(bands=(spike(),), spans=(Span("I", 0, 1),))
    assert [swatch.color for swatch in legend_of(overlay)] == [UP, DOWN, MARK]
    overlay = Overlay(marks=(Mark("interval", "II", 0, 1, "1000"),))
    assert [swatch.text for swatch in legend_of(overlay)] == ["RR intervals in ms"]
    assert legend_of(Overlay()) == ()
