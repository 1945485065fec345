import numpy as np
import pytest

from ecgkt.results.cases.confusion import compare_models, confusion_of
from ecgkt.results.cases.table import LABELS
from ecgkt.results.cases.view import view_of
from ecgkt.results.statistics.metrics import auroc_and_ap
from tests.builders.case_tables import AFIB, case_table


@pytest.fixture(scope="module")
def table():
    return case_table()


@pytest.fixture(scope="module")
def view(table):
    return view_of(table.columns, "AFIB")


def test_counts_are_those_of_a_plain_loop(table, view):
    counted = {"tp": 0, "fp": 0, "fn": 0, "tn": 0}
    for row in range(len(table.columns)):
        if not table.columns.is_known[row]:
            continue
        called = table.columns.probabilities[row, AFIB] >= 0.3
        stated = not np.isnan(table.columns.likelihoods[row, AFIB])
        counted[f"{'t' if called == stated else 'f'}{'p' if called else 'n'}"] += 1
    cost = view.cost(0.3)
    assert counted == {
        "tp": cost.true_positives,
        "fp": cost.false_positives,
        "fn": cost.false_negatives,
        "tn": cost.true_negatives,
    }
    assert cost.sensitivity.n == cost.true_positives + cost.false_negatives


def test_predictive_value_at_the_own_prevalence_is_the_counted_one(view):
    cost = view.cost(0.3)
    own = float(view.truth.mean())
    counted = cost.true_positives / (cost.true_positives + cost.false_positives)
    ppv = cost.ppv(own)
    assert ppv.value == pytest.approx(counted)
    assert ppv.ci[0] < counted < ppv.ci[1]
    assert cost.ppv(0.001).value < counted
    assert view.cost(1.1).ppv(0.5).value is None


def test_area_and_curves_agree(view, table):
    scores = table.columns.scores[view.rows, AFIB]
    both = auroc_and_ap(view.truth, scores)
    assert view.auroc.value == pytest.approx(both.auroc[0])
    curve = view.roc(n_points=2000)
    assert np.trapezoid(curve.y, curve.x) == pytest.approx(both.auroc[0], abs=1e-9)
    few = view.roc(n_points=60)
    assert len(few.x) <= 62
    assert np.trapezoid(few.y, few.x) == pytest.approx(both.auroc[0], abs=0.01)
    precision = view.precision_recall(n_points=2000)
    steps = np.diff(precision.x, prepend=0)
    assert (steps * precision.y).sum() == pytest.approx(both.auprc[0], abs=1e-9)


def test_errors_are_ranked_by_confidence_and_by_measurements(view, table):
    columns = table.columns
    for outcome, sign in (("false_positive", -1), ("false_negative", 1)):
        rows = view.errors(0.5, outcome, "confidence")
        assert (np.diff(sign * columns.probabilities[rows, AFIB]) >= 0).all()
        again = view.errors(0.5, outcome, "disagreement")
        assert sorted(again) == sorted(rows)
        against = sign * (
            columns.contradicts[again, AFIB] - columns.supports[again, AFIB]
        )
        assert (np.diff(against) >= 0).all()
    assert not len(view.errors(1.1, "false_positive", "confidence"))


def test_view_of_one_class_has_no_area(table):
    women = table.columns.groups["sex"].codes == 0
    view = view_of(table.columns, "PSVT", women)
    assert view.auroc.value is None
    assert view.cost(0.5).sensitivity.value is None


def test_confusion_counts_what_else_is_stated_and_called(view, table):
    thresholds = [label.threshold for label in table.head.labels]
    found = confusion_of(view, 0.5, thresholds)
    # Whoever has no AFIB has sinus rhythm and an infarct, in these tables.
    stated = {one.label: one for one in found.stated}
    assert stated["SR"].share == stated["IMI"].share == 1.0
    assert stated["SR"].usual == pytest.approx(1 - view.truth.mean())
    assert "AFIB" not in stated
    assert not confusion_of(view, 1.1, thresholds).stated


def test_second_model_mends_what_it_has_right_alone(view):
    other = case_table(planted=False).columns
    changed = compare_models(view, other, threshold=0.5, other_threshold=0.5)
    assert changed.n == 399
    before = view.called(0.5) == view.truth
    after = (other.probabilities[view.rows, AFIB] >= 0.5) == view.truth
    assert sorted(changed.mended) == sorted(view.rows[after & ~before])
    assert sorted(changed.broken) == sorted(view.rows[before & ~after])
    assert changed.gain.ci[0] > 0
    assert changed.p < 0.01
    same = compare_models(view, view.columns, threshold=0.5, other_threshold=0.5)
    assert (len(same.mended), len(same.broken), same.p) == (0, 0, 1.0)
    assert same.gain.value == 0


def test_tables_of_other_ecgs_have_nothing_in_common(view):
    from dataclasses import replace

    other = case_table(40).columns
    renamed = replace(other, record_ids=np.char.add("x", other.record_ids))
    assert not compare_models(view, renamed, threshold=0.5, other_threshold=0.5).n
    assert LABELS[AFIB] == "AFIB"
