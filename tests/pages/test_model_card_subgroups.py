"""Subgroups on the model card: the worst of a statement, and all of them in a part."""

import pytest

from ecgkt.evaluation.cases.evaluate_subgroups import judge_subgroups
from ecgkt.results.subgroups import SubgroupTable
from tests.builders.case_tables import case_table
from tests.builders.tables import open_card, table_with


@pytest.fixture
def known(client):
    table = judge_subgroups(case_table())
    client.documents[SubgroupTable] = table
    return table


def test_statement_says_its_worst_subgroup_with_interval_and_numbers(app, known, say):
    text = say(open_card(app, "data", "AFIB"))
    worst = known.find("AFIB").rows[0]
    assert "sex female" in text
    assert f"{worst.positives} of {worst.n} ECGs have it" in text
    assert f"{worst.auroc.value:.3f} [{worst.auroc.ci[0]:.3f}" in text
    assert "none could be judged" in say(open_card(app, "data", "PSVT"))


def test_part_lists_all_subgroups_and_those_of_the_statement(app, known):
    page = open_card(app, "subgroups", "AFIB")
    everything = table_with(page, "Macro AUROC")
    assert "Sex: female" in everything["Subgroup"].tolist()
    own = table_with(page, "Worse by chance")
    assert own["Subgroup"].tolist()[0] == "Sex: female"
    assert own["Worse by chance"].tolist()[0] == "p < 0.001"


def test_card_without_the_document_says_so(app, client, say):
    text = say(open_card(app, "subgroups", "AFIB"))
    assert "No figures of subgroups are shipped" in text
