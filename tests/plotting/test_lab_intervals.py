from types import SimpleNamespace

import pytest

from ecgkt.plotting.lab_intervals import plot_lab_intervals


def lab(title, auroc, *, readable=False, probe=0.5, ci=True):
    return SimpleNamespace(
        title=title,
        positives=30,
        n_patients=60,
        auroc=auroc,
        auroc_ci=(auroc - 0.0625, auroc + 0.125) if ci else None,
        plain_probe_auroc=probe,
        readable=readable,
    )


@pytest.fixture
def figure():
    unmeasured = SimpleNamespace(**{**vars(lab("Rare high", 0.5)), "auroc": None})
    return plot_lab_intervals(
        [
            lab("Creatinine high", 0.75, readable=True),
            lab("Sodium low", 0.5, ci=False),
            lab("INR high", 0.625, readable=True, probe=None),
            unmeasured,
        ]
    )


def test_labs_are_ordered_the_best_on_top(figure):
    names = list(figure.layout.yaxis.categoryarray)
    assert names == ["Sodium low", "INR high", "Creatinine high"]


def test_readable_and_other_labs_differ_in_more_than_colour(figure):
    readable, others, _probe = figure.data
    assert list(readable.y) == ["INR high", "Creatinine high"]
    assert list(others.y) == ["Sodium low"]
    assert readable.marker.symbol != others.marker.symbol


def test_interval_is_drawn_around_the_dot(figure):
    readable = figure.data[0]
    assert list(readable.error_x.array) == [0.125, 0.125]
    assert list(readable.error_x.arrayminus) == [0.0625, 0.0625]
    assert list(figure.data[1].error_x.array) == [0.0]


def test_plain_probe_stands_beside_where_it_was_measured(figure):
    probe = figure.data[2]
    assert list(probe.y) == ["Sodium low", "Creatinine high"]
    assert list(probe.x) == [0.5, 0.5]


def test_chance_is_marked_and_everything_in_view(figure):
    (chance,) = figure.layout.shapes
    assert chance.x0 == chance.x1 == 0.5
    low, high = figure.layout.xaxis.range
    assert low < 0.4
    assert high > 0.875
