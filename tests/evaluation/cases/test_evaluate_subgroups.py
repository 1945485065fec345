import numpy as np
import pytest

from ecgkt.errors import EcgktError
from ecgkt.evaluation.cases.evaluate_subgroups import (
    evaluate_subgroups,
    judge_subgroups,
)
from ecgkt.report.subgroup_words import label_rows, macro_rows, summarise, worst_text
from ecgkt.results.cases.files import write_cases
from ecgkt.results.statistics.metrics import auroc_and_ap
from tests.builders.case_tables import AFIB, case_table


@pytest.fixture(scope="module")
def table():
    return case_table()


@pytest.fixture(scope="module")
def judged(table):
    return judge_subgroups(table)


def test_planted_loss_is_the_worst_and_is_more_than_chance(table, judged):
    label = judged.find("AFIB")
    worst = label.rows[0]
    assert (worst.group, worst.level) == ("sex", "female")
    assert worst.gap.ci[1] < 0
    assert worst.p < 0.001
    columns = table.columns
    rows = columns.is_known & (columns.groups["sex"].codes == 0)
    own = auroc_and_ap(columns.truth[rows, AFIB], columns.scores[rows, AFIB]).auroc[0]
    assert worst.auroc.value == pytest.approx(own, abs=1e-4)
    assert worst.n == rows.sum()
    assert worst.gap.value == pytest.approx(own - label.auroc.value, abs=2e-4)
    text = worst_text(judged, "AFIB")
    assert "sex female" in text
    assert "More than chance (p < 0.001" in text


def test_document_survives_its_trip_through_the_disk(table, judged, tmp_path):
    write_cases(tmp_path, table)
    document = evaluate_subgroups(cases=tmp_path)
    assert document == judged.to_dict()
    assert document["schema"] == "ecgkt.subgroups/1"
    assert "sex female" in summarise(document)
    assert len(macro_rows(judged)) == len(judged.macro)
    assert label_rows(judged.find("AFIB"))[0]["Subgroup"] == "Sex: female"


def test_statement_without_enough_ecgs_says_so(judged):
    assert "none could be judged" in worst_text(judged, "PSVT")


def test_too_few_ecgs_are_refused():
    with pytest.raises(EcgktError, match="expected a subgroup with 10 ECGs"):
        judge_subgroups(case_table(14))
    with pytest.raises(ValueError, match="expected a store or a table"):
        evaluate_subgroups()


def test_without_a_loss_nothing_is_called_more_than_chance():
    judged = judge_subgroups(case_table(planted=False))
    p_values = np.array([row.p for row in judged.find("AFIB").rows])
    assert p_values.min() > 0.05
    assert "may be chance" in worst_text(judged, "AFIB")
