"""The card's figures say what the card says, legibly on light and dark pages."""

import pytest

from ecgkt.plotting.card import plot_auroc_intervals, plot_calibration, plot_roc
from ecgkt.vocab.statements import CODES, SUPERCLASSES
from tests.builders.label_figures import label_figures as label

SUPERS = [label(code) for code in SUPERCLASSES]


def rows(figure):
    return [name for trace in figure.data for name in trace.y]


def test_calibration_shows_bins_and_counts_of_each_label():
    figure = plot_calibration(SUPERS)
    curves = [t for t in figure.data if t.mode == "lines+markers"]
    counts = [t for t in figure.data if t.yaxis == "y2"]
    assert len(curves) == len(counts) == 5
    assert list(curves[1].x) == [0.05, 0.4, 0.8]
    assert list(curves[1].y) == [0.04, 0.45, 0.75]
    assert list(counts[1].y) == [1500, 300, 200]
    assert curves[1].name == "Myocardial infarction"


def test_roc_marks_the_operating_point_and_states_auroc():
    figure = plot_roc(SUPERS)
    points = [t for t in figure.data if t.mode == "markers"]
    assert len(points) == 5
    assert points[0].x[0] == pytest.approx(0.15)
    assert points[0].y[0] == 0.8
    named = [t.name for t in figure.data if t.name.startswith("Normal ECG")]
    assert named == ["Normal ECG: AUROC 0.900 (0.880–0.930)"]


def test_one_curve_has_no_legend():
    for plot in (plot_roc, plot_calibration):
        assert plot(SUPERS[:1], height=300).layout.showlegend is False
        assert plot(SUPERS).layout.showlegend is True


def test_roc_goes_without_what_is_not_measured():
    figure = plot_roc([label("MI", sensitivity=None, auroc=None), label("CD", roc=())])
    assert [t.mode for t in figure.data] == ["lines", "lines"]
    assert figure.data[1].name.endswith("AUROC not measured")


def test_intervals_are_sorted_with_the_best_on_top():
    labels = [
        label("LVH", auroc=0.8),
        label("AFIB", auroc=0.99),
        label("PVC", auroc=0.9),
    ]
    order = plot_auroc_intervals(labels).layout.yaxis.categoryarray
    assert [name.split("(")[-1] for name in order] == ["LVH)", "PVC)", "AFIB)"]


def test_intervals_reach_from_low_to_high():
    trace = plot_auroc_intervals([label("AFIB")]).data[0]
    assert trace.x[0] + trace.error_x.array[0] == pytest.approx(0.93)
    assert trace.x[0] - trace.error_x.arrayminus[0] == pytest.approx(0.88)


def test_groups_have_colours_and_the_not_validated_are_grey():
    labels = [
        label("LVH"),
        label("AFIB"),
        label("PVC", validated=False),
    ]
    by_name = {t.name: t.marker for t in plot_auroc_intervals(labels).data}
    assert set(by_name) == {"Hypertrophy", "Rhythm", "Not validated (few positives)"}
    assert by_name["Hypertrophy"].color != by_name["Rhythm"].color
    assert by_name["Hypertrophy"].symbol != by_name["Rhythm"].symbol
    assert by_name["Not validated (few positives)"].symbol == "circle-open"


def test_labels_without_auroc_are_left_out_and_missing_intervals_are_points():
    figure = plot_auroc_intervals(
        [label("TRIGU", auroc=None), label("SR", auroc_ci=None)]
    )
    assert rows(figure) == ["Sinus rhythm (SR)"]
    assert figure.data[0].error_x.array[0] == 0


def test_an_interval_below_the_usual_axis_is_still_shown():
    figure = plot_auroc_intervals([label("SEHYP", auroc=0.4, auroc_ci=(0.1, 0.7))])
    assert figure.layout.xaxis.range[0] < 0.1


def test_all_statements_fit():
    figure = plot_auroc_intervals([label(code) for code in CODES])
    assert len(rows(figure)) == 71
    assert figure.layout.height > 71 * 20


@pytest.mark.parametrize("plot", [plot_calibration, plot_roc, plot_auroc_intervals])
def test_figures_are_transparent_legible_and_labelled(plot):
    labels = SUPERS if plot is not plot_auroc_intervals else [label("AFIB")]
    layout = plot(labels).layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert layout.font.size >= 12
    assert layout.xaxis.title.text
    for background in (1.0, 0.006):  # white, and Streamlit's dark page
        assert contrast(layout.font.color, background) > 4.2


def contrast(color, background):
    """WCAG contrast of a grey against a relative luminance."""
    value = int(color[1:3], 16) / 255
    luminance = ((value + 0.055) / 1.055) ** 2.4
    bright, dark = max(luminance, background), min(luminance, background)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("plot", [plot_calibration, plot_roc, plot_auroc_intervals])
def test_an_empty_card_gives_an_empty_figure(plot):
    assert plot([]).layout.xaxis.title.text
