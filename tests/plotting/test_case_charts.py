import numpy as np
import pytest

from ecgkt.plotting.case_charts import (
    plot_map,
    plot_precision_at,
    plot_reliability_at,
    plot_roc_at,
    plot_scores,
)
from ecgkt.results.cases.view import view_of
from tests.builders.case_tables import case_table


@pytest.fixture(scope="module")
def view():
    return view_of(case_table().columns, "AFIB")


def test_threshold_is_marked_where_it_costs_what_it_costs(view):
    cost = view.cost(0.4)
    (x,), (y,) = (plot_roc_at(view, 0.4).data[-1][name] for name in "xy")
    assert (1 - x, y) == pytest.approx((cost.specificity.value, cost.sensitivity.value))
    (x,), (y,) = (plot_precision_at(view, 0.4).data[-1][name] for name in "xy")
    called = cost.true_positives + cost.false_positives
    assert (x, y) == pytest.approx(
        (cost.sensitivity.value, cost.true_positives / called)
    )
    line = plot_reliability_at(view, 0.4).layout.shapes[0]
    assert line.x0 == 0.4


def test_histogram_counts_every_ecg_once(view):
    without, with_it = plot_scores(view, 0.4).data
    assert sum(without.customdata) == (~view.truth).sum()
    assert sum(with_it.customdata) == view.truth.sum()


def test_every_dot_of_the_map_names_its_row(view):
    data = plot_map(view, 0.4).data
    rows = np.concatenate([trace.customdata for trace in data])
    assert sorted(rows) == sorted(view.rows)
    cost = view.cost(0.4)
    assert [len(trace.x) for trace in data] == [
        cost.true_negatives,
        cost.true_positives,
        cost.false_positives,
        cost.false_negatives,
    ]
