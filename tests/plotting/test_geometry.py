"""The sheet in millimetres: scale, layout, text."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from ecgkt.plotting.geometry import paper_geometry
from ecgkt.plotting.layouts import GAINS, LAYOUTS, MARGIN_MM, View
from ecgkt.simulate.example import EXAMPLES, simulate_example
from ecgkt.types.record import EcgRecord
from ecgkt.vocab.leads import LEADS


def flat(fs=500.0, duration=10.0, **fields):
    signal = np.zeros((12, round(fs * duration)), np.float32)
    return EcgRecord(record_id="flat", signal=signal, fs=fs, format="csv", **fields)


def with_samples(record, values):
    """Return the record with {(lead, sample): mV} put in."""
    signal = record.signal.copy()
    for (lead, sample), value in values.items():
        signal[LEADS.index(lead), sample] = value
    return replace(record, signal=signal)


def strip(paper, lead):
    return next(strip for strip in paper.strips if strip.lead == lead)


def peak_x(strip):
    return strip.x0 + strip.dx * int(np.nanargmax(strip.y))


@pytest.mark.parametrize(("speed", "ms"), [(25.0, 1600), (50.0, 800)])
def test_forty_millimetres_apart_are_this_many_milliseconds(speed, ms):
    record = with_samples(flat(), {("I", 100): 1.0})
    later = with_samples(flat(), {("I", 100 + ms // 2): 1.0})
    places = [
        peak_x(strip(paper_geometry(r, View(speed=speed)), "I"))
        for r in (record, later)
    ]
    assert places[1] - places[0] == pytest.approx(40)


@pytest.mark.parametrize("gain", [5.0, 10.0, 20.0])
def test_one_millivolt_is_as_high_as_the_pulse(gain):
    paper = paper_geometry(with_samples(flat(), {("II", 300): 1.0}), View(gain=gain))
    drawn = strip(paper, "II")
    assert np.ptp(drawn.y) == pytest.approx(gain, abs=1e-4)
    for pulse in paper.calibration:
        assert max(pulse.y) - min(pulse.y) == pytest.approx(gain)


def test_pulse_is_five_wide_and_stands_left_of_the_trace_on_its_baseline():
    paper = paper_geometry(flat())
    assert len(paper.calibration) == 4
    baselines = sorted({float(s.y[0]) for s in paper.strips}, reverse=True)
    for pulse, baseline in zip(paper.calibration, baselines, strict=True):
        high = [x for x, y in zip(pulse.x, pulse.y, strict=True) if y == max(pulse.y)]
        assert max(high) - min(high) == 5
        assert 0 < min(pulse.x) < max(pulse.x) < MARGIN_MM
        assert min(pulse.y) == baseline


def test_sheet_is_ten_seconds_wide_and_rows_are_thirty_high():
    paper = paper_geometry(flat())
    assert (paper.width, paper.height) == (MARGIN_MM + 250, 4 * 30 + 5)
    assert paper_geometry(flat(), View(speed=50.0)).width == MARGIN_MM + 500


def test_time_is_continuous_across_columns_and_along_the_rhythm_strip():
    # One spike in all leads at 6.2 s: only the third column and the strip show it.
    sample = 3100
    paper = paper_geometry(
        with_samples(flat(), {(lead, sample): 1.0 for lead in LEADS})
    )
    shown = {s.lead: s for s in paper.strips if np.ptp(s.y) > 1}
    assert set(shown) == {"V1", "V2", "V3", "II"}
    assert {round(peak_x(s), 6) for s in shown.values()} == {MARGIN_MM + 6.2 * 25}


def rows_with_strips(paper):
    """Return the strips of a sheet row by row."""
    rest = iter(paper.strips)
    return [[next(rest) for _name in names] for names in paper.view.rows]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("fs", [100.0, 500.0])
def test_every_sample_is_drawn_once_per_row_without_gaps_between_columns(layout, fs):
    paper = paper_geometry(simulate_example("normal", fs=fs), View(layout=layout))
    for names, strips in zip(paper.view.rows, rows_with_strips(paper), strict=True):
        assert [s.lead for s in strips] == list(names)
        assert sum(s.y.size for s in strips) == 10 * fs
        assert strips[0].x0 == MARGIN_MM
        for left, right in pairwise(strips):
            assert left.x0 + left.y.size * left.dx == pytest.approx(right.x0)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("gain", GAINS)
def test_no_row_goes_without_its_pulse(layout, gain):
    paper = paper_geometry(simulate_example("lvh"), View(layout=layout, gain=gain))
    assert len(paper.calibration) == len(paper.view.rows)
    first_cells = [cell for cell in paper.cells if cell.x0 == MARGIN_MM]
    for pulse, cell in zip(paper.calibration, first_cells, strict=True):
        assert max(pulse.y) - min(pulse.y) == pytest.approx(gain)
        assert cell.y0 < min(pulse.y) < max(pulse.y) <= cell.y1


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_no_label_stands_under_a_trace(layout, name):
    paper = paper_geometry(simulate_example(name), View(layout=layout))
    for label, own in zip(paper.labels, paper.cells, strict=True):
        right = label.x + 2.3 * len(label.text)
        for trace, cell in zip(paper.strips, paper.cells, strict=True):
            if cell.y1 != own.y1:
                continue
            x = trace.x0 + trace.dx * np.arange(trace.y.size)
            near = trace.y[(x >= label.x) & (x <= right)]
            assert not np.any(np.abs(near - label.y) < 1.5), label


@pytest.mark.parametrize("layout", LAYOUTS)
def test_cells_hold_their_traces_and_share_the_time(layout):
    paper = paper_geometry(simulate_example("lvh"), View(layout=layout))
    for s, cell in zip(paper.strips, paper.cells, strict=True):
        assert cell.lead == s.lead.removeprefix("−")
        assert cell.y0 <= s.y.min() <= s.y.max() <= cell.y1
        assert cell.x0 == s.x0
        assert cell.x1 == pytest.approx(s.x0 + s.dx * s.y.size)
    assert max(cell.x1 for cell in paper.cells) == paper.x_of(10.0) == paper.width


def test_cabrera_draws_avr_upside_down_and_says_so():
    record = with_samples(flat(), {("aVR", 700): -0.8})
    paper = paper_geometry(record, View(layout="Cabrera"))
    assert [label.text for label in paper.labels][::2] == [
        "aVL", "I", "−aVR", "II", "aVF", "III",
    ]  # fmt: skip
    turned = strip(paper, "−aVR")
    assert turned.y.max() - turned.y[0] == pytest.approx(8)


@pytest.mark.parametrize("layout", ["3x4+1", "12x1"])
def test_rhythm_lead_is_the_chosen_one_where_there_is_a_choice(layout):
    paper = paper_geometry(flat(), View(layout=layout, rhythm="V1"))
    last = "V1" if layout == "3x4+1" else "V6"
    assert paper.labels[-1].text == last


def test_the_text_names_the_filter_that_was_used():
    (line,) = paper_geometry(flat(), View(filtered="0.5-40")).text
    assert "· display filter 0.5–40 Hz ·" in line.text


def test_a_window_may_lie_anywhere_in_a_longer_recording():
    record = with_samples(flat(duration=30.0), {("V1", 500 * 17): 1.0})
    paper = paper_geometry(record, View(start_s=12.5, layout="12x1"))
    assert peak_x(strip(paper, "V1")) == pytest.approx(MARGIN_MM + 4.5 * 25)
    assert "12.5–22.5 s of 30.0 s" in paper.text[0].text
    assert (paper.start_s, paper.end_s) == (12.5, 22.5)


def test_samples_are_those_of_the_recording_but_for_the_median():
    record = simulate_example("normal")
    drawn = strip(paper_geometry(record), "V4").y
    samples = record.signal[LEADS.index("V4"), 3750:] * 10
    np.testing.assert_allclose(drawn - drawn[0], samples - samples[0], atol=1e-4)


def test_offset_of_a_lead_is_removed_and_said():
    record = simulate_example("normal")
    moved = replace(record, signal=record.signal - np.float32(17))
    paper, other = paper_geometry(record), paper_geometry(moved)
    assert other.height == paper.height
    np.testing.assert_allclose(other.strips[3].y, paper.strips[3].y, atol=1e-3)
    assert "baseline centred" in other.text[0].text


def test_missing_values_are_gaps_and_an_empty_lead_is_named():
    record = with_samples(
        simulate_example("normal"), {("II", 50): np.nan, ("II", 51): np.inf}
    )
    record.signal[LEADS.index("V6")] = np.nan
    paper = paper_geometry(record)
    assert np.flatnonzero(np.isnan(strip(paper, "II").y)).tolist() == [50, 51]
    assert paper.text[-1].text.endswith("no values: V6")
    assert len(paper.labels) == 13


@pytest.mark.parametrize("millivolts", [2.2, -2.2])
def test_a_row_grows_by_whole_boxes_where_a_trace_would_leave_it(millivolts):
    paper = paper_geometry(with_samples(flat(), {("V2", 3000): millivolts}))
    assert paper.height == 125 + 10
    for s in paper.strips:
        assert 0 <= s.y.min() <= s.y.max() <= paper.height


def test_absurd_amplitude_is_cut_and_said():
    paper = paper_geometry(
        with_samples(flat(), {("V2", 3000): 500.0, ("aVR", 1300): -9.0})
    )
    assert paper.height <= 125 + 4 * 30
    assert "cut at ±40 mm: aVR, V2" in paper.text[-1].text
    assert np.ptp(strip(paper, "V2").y) == pytest.approx(40)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("gain", GAINS)
def test_nothing_leaves_the_sheet_and_rows_do_not_overlap(name, gain):
    for layout in LAYOUTS:
        paper = paper_geometry(simulate_example(name), View(gain=gain, layout=layout))
        bounds = [
            (min(s.y.min() for s in row), max(s.y.max() for s in row))
            for row in rows_with_strips(paper)
        ]
        assert bounds[0][1] < paper.height
        assert bounds[-1][0] > 5
        for (low, _), (_, high) in pairwise(bounds):
            assert low > high


def test_columns_are_bordered_by_ticks():
    paper = paper_geometry(flat())
    assert len(paper.ticks) == 9
    places = {round(tick.x - MARGIN_MM, 6) for tick in paper.ticks}
    assert places == {62.5, 125.0, 187.5}
    assert all(0 < tick.y1 - tick.y0 < 10 for tick in paper.ticks)


def test_text_names_scale_filter_and_window():
    texts = [
        t.text for t in paper_geometry(flat(duration=10.6), View(start_s=0.6)).text
    ]
    assert texts == [
        "25 mm/s · 10 mm/mV · as recorded (no display filter) · 0.6–10.6 s of 10.6 s"
        " · baseline centred"
    ]


def test_simulated_and_derived_are_said():
    record = replace(simulate_example("af"), derived_leads=("III", "aVF"))
    paper = paper_geometry(record)
    assert paper.text[1].text == (
        "Simulated recording, not from a patient · * derived from I and II"
    )
    stars = [label.text for label in paper.labels if label.text.endswith("*")]
    assert stars == ["III*", "aVF*"]


def test_leads_derived_where_missing_are_marked():
    record = replace(flat(), derived_leads=("I",), derived_in_part=("III",))
    paper = paper_geometry(record)
    assert paper.text[1].text == (
        "* derived from the other limb leads · (*) derived where missing"
    )
    stars = [label.text for label in paper.labels if "*" in label.text]
    assert stars == ["I*", "III (*)"]


def test_simulated_is_also_known_from_a_warning():
    record = flat(warnings=("Simulated recording, not from a patient",))
    assert "Simulated" in paper_geometry(record).text[1].text


@pytest.mark.parametrize("duration", [0.5, 5.0, 8.0, 9.998])
def test_a_short_recording_shows_every_lead(duration):
    paper = paper_geometry(flat(duration=duration))
    assert {s.lead for s in paper.strips} == set(LEADS)
    assert all(s.y.size for s in paper.strips)
    assert paper.width == MARGIN_MM + 250
    last = paper.strips[-1]
    assert last.dx * last.y.size == pytest.approx(duration * 25, abs=0.1)


def test_a_recording_shorter_than_its_columns_does_not_fail():
    assert len(paper_geometry(flat(duration=2 / 500)).strips) == 13


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"start_s": 10.0}, "expected a start within 10.0 s"),
        ({"start_s": -1.0}, "expected a start within 10.0 s"),
    ],
)
def test_what_is_not_offered_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        paper_geometry(flat(), View(**wrong))
