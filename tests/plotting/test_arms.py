from types import SimpleNamespace

import pytest

from ecgkt.plotting.arms import OTHER, STYLES, plot_arms

TITLES = {"sig": "Signal-only", "ours": "Transferred", "multi": "With the table"}


def arm(auroc):
    ends = None if auroc is None else (auroc - 0.125, auroc + 0.0625)
    return SimpleNamespace(auroc=auroc, auroc_ci=ends)


def group(fraction, **arms):
    points = {name: arm(auroc) for name, auroc in arms.items()}
    return SimpleNamespace(fraction=fraction, n_patients=650.0, arms=points)


GROUPS = (
    group(0.1, sig=0.625, ours=0.6875, multi=0.75),
    group(1.0, sig=0.75, perm=0.75, ours=0.8125, multi=None),
)


@pytest.fixture
def figure():
    return plot_arms(GROUPS, TITLES)


def test_rows_are_the_measured_arms_under_their_share_of_labels(figure):
    assert list(figure.layout.yaxis.ticktext) == [
        "<b>10% of the labels</b>, 650 patients",
        "Signal-only",
        "Transferred",
        "With the table",
        "<b>100% of the labels</b>, 650 patients",
        "Signal-only",
        "perm",
        "Transferred",
    ]


def test_dot_and_interval_stand_in_the_arm_s_row(figure):
    ours = figure.data[1]
    assert (ours.x[0], ours.y[0]) == (0.6875, 2)
    assert (ours.error_x.array[0], ours.error_x.arrayminus[0]) == (0.0625, 0.125)


def test_controls_are_hollow_and_the_arms_of_the_gap_are_not(figure):
    symbols = [trace.marker.symbol for trace in figure.data]
    assert symbols[1] == STYLES["ours"]["symbol"]
    assert symbols[4] == OTHER["symbol"]


def test_references_run_through_their_own_block(figure):
    lines = [(one.x0, one.y0, one.y1) for one in figure.layout.shapes]
    assert lines == [(0.625, 0.5, 3.5), (0.75, 0.5, 3.5), (0.75, 4.5, 7.5)]


def test_nothing_measured_gives_an_empty_figure():
    figure = plot_arms([group(1.0, sig=None)], TITLES)
    assert not figure.data
