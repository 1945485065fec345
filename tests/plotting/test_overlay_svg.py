"""Overlays: in their place, faint, in two colours, grey when they failed."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from ecgkt.plotting.geometry import paper_geometry
from ecgkt.plotting.layouts import View
from ecgkt.plotting.overlay import Band, Overlay, Span
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
from ecgkt.plotting.paper_svg import draw_paper
from ecgkt.simulate.example import simulate_example


def sheet(**view):
    return paper_geometry(simulate_example("normal"), View(**view))


def spike(lead="V2", at=6.0, value=1.0, step=0.04):
    values = np.zeros(250, np.float32)
    values[round(at / step)] = value
    return Band(lead, 0.0, step, values)


def drawn(paper, overlay):
    """Return (class, fill, opacity, boxes) of every path."""
    root = ET.fromstring(f"<g>{draw_overlay(paper, overlay)}</g>")
    return [
        (
            path.attrib["class"],
            path.attrib["fill"],
            float(path.attrib["fill-opacity"]),
            [
                tuple(map(float, re.split(r"[ hv]", box)))
                for box in re.findall(r"M([^z]*?)h[^hz]*z", path.attrib["d"])
            ],
        )
        for path in root
    ]


@pytest.mark.parametrize("fs", [250.0, 500.0, 1000.0])
@pytest.mark.parametrize("speed", [25.0, 50.0])
def test_a_spike_lights_its_own_bin_under_its_own_wave(fs, speed):
    record = simulate_example("normal", fs=fs)
    signal = np.zeros_like(record.signal)
    signal[7, round(6.02 * fs)] = 1.0
    paper = paper_geometry(replace(record, signal=signal), View(speed=speed))
    ((_, _, _, ((x, _, width, _),)),) = drawn(paper, Overlay(bands=(spike(),)))
    wave = next(strip for strip in paper.strips if strip.lead == "V2")
    peak = wave.x0 + wave.dx * int(wave.y.argmax())
    assert x <= peak < x + width
    assert width == pytest.approx(0.04 * speed)


@pytest.mark.parametrize(("value", "color"), [(0.8, UP), (-0.8, DOWN)])
def test_sign_is_colour_and_strength_is_faint(value, color):
    ((kind, fill, opacity, _),) = drawn(sheet(), Overlay(bands=(spike(value=value),)))
    assert (kind, fill) == ("band", color)
    assert 0 < opacity <= 0.35


def test_nothing_is_stronger_than_the_limit_and_zero_draws_nothing():
    values = np.array([0, 0, 9, -9, np.nan, 0.01], np.float32)
    paths = drawn(sheet(layout="12x1"), Overlay(bands=(Band("I", 0.0, 0.04, values),)))
    assert [(fill, opacity) for _, fill, opacity, _ in paths] == [
        (DOWN, 0.35),
        (UP, 0.35),
    ]
    assert draw_overlay(sheet(), Overlay()) == ""


def test_a_lead_that_is_drawn_twice_is_lit_twice_and_only_in_its_time():
    boxes = drawn(sheet(), Overlay(bands=(spike("II", 1.0),)))[0][3]
    assert len(boxes) == 2
    assert len(drawn(sheet(), Overlay(bands=(spike("II", 6.0),)))[0][3]) == 1


def test_bands_stay_in_their_row():
    paper = sheet()
    for band in (spike("I", 1.0), spike("III", 1.0)):
        ((_, _, _, ((_, top, _, high),)),) = drawn(paper, Overlay(bands=(band,)))
        cell = next(cell for cell in paper.cells if cell.lead == band.lead)
        assert paper.height - cell.y1 < top
        assert top + high < paper.height - cell.y0


def test_an_inverted_lead_keeps_its_sign():
    paper = sheet(layout="Cabrera")
    ((_, fill, _, _),) = drawn(paper, Overlay(bands=(spike("aVR", 2.0),)))
    assert fill == UP


def test_a_failed_map_is_grey_everywhere():
    bands = (spike(), spike("I", 1.0, -1.0))
    for is_trace_coloured in (False, True):
        overlay = Overlay(
            bands=bands, is_greyed=True, is_trace_coloured=is_trace_coloured
        )
        svg = draw_paper(sheet(), overlay)
        assert GREY in svg
        assert UP not in svg
        assert DOWN not in svg
        assert [swatch.color for swatch in legend_of(overlay)] == [GREY]


def test_a_span_marks_its_stretch_as_far_as_it_is_shown():
    overlay = Overlay(spans=(Span("V1", 4.5, 5.5), Span("V1", 1.0, 2.0)))
    ((kind, fill, _, boxes),) = drawn(sheet(), overlay)
    assert (kind, fill) == ("spans", MARK)
    assert [(x, width) for x, _, width, _ in boxes] == [(135.0, 12.5)]


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
    assert 'class="band"' not in draw_paper(paper, overlay)


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
    assert legend_of(Overlay()) == ()
