"""The second opinion on the page: only where shipped, on demand, with its caveat."""

import pytest

from ecgkt.results.second_opinion import SecondOpinionTable
from tests.builders.tables import open_card, table_with
from tests.builders.uploads import toggles, upload_and_open


@pytest.fixture
def shipped(client, second_opinion, exact_table):
    client.second = second_opinion
    client.documents[SecondOpinionTable] = exact_table
    return exact_table


def test_page_without_exact_weights_has_no_panel(read_page, wfdb, say):
    page = upload_and_open(read_page, wfdb(), "explain")
    assert not toggles(page)
    assert "Second opinion" not in say(page)


def test_nothing_is_asked_until_it_is_wanted(read_page, wfdb, say, client, shipped):
    page = upload_and_open(read_page, wfdb(), "explain")
    assert [one.label for one in toggles(page)] == [
        "Second opinion with its exact arithmetic"
    ]
    assert client.calls == ["parse", "read"]


def test_both_opinions_the_sum_and_the_caveat_are_shown(
    read_page, wfdb, say, client, shipped
):
    page = upload_and_open(read_page, wfdb(), "explain")
    page.toggle(key="exact_on").set_value(True).run()
    text = say(page)
    assert client.calls == ["parse", "read", "exact"]
    assert {one.label for one in page.metric} >= {"Main model", "Second opinion"}
    assert "not of the main model" in text
    assert "not where disease is" in text
    assert "net/abs" in text
    assert "tiny-exact 0" in text
    assert "AUROC 0.90 [0.85–0.95] on held-out patients" in text
    assert len(page.get("plotly_chart")) == 2


def test_opinion_is_held_and_another_statement_is_asked(
    read_page, wfdb, client, shipped
):
    page = upload_and_open(read_page, wfdb(), "explain")
    page.toggle(key="exact_on").set_value(True).run()
    page.run()
    assert client.calls.count("exact") == 1
    box = page.selectbox[-1]
    box.set_value("AFIB").run()
    assert client.calls.count("exact") == 2


def test_refused_recording_has_no_second_opinion(read_page, wfdb, client, shipped):
    page = upload_and_open(read_page, wfdb(), "explain")
    page.number_input(key="age").set_value(12).run()
    assert not toggles(page)
    assert "exact" not in client.calls


def test_failure_of_the_worker_is_shown(read_page, wfdb, say, client, shipped):
    client.second = None
    page = upload_and_open(read_page, wfdb(), "explain")
    page.toggle(key="exact_on").set_value(True).run()
    assert "no second opinion" in say(page)


def test_card_shows_both_models_side_by_side(app, say, shipped):
    page = open_card(app, "explanations")
    text = say(page)
    assert "Second opinion with exact sums" in [one.value for one in page.subheader]
    assert "the two opinions are not independent" in text
    both = table_with(page, "Second opinion")
    assert both["Main model's networks"][0] == "0.900 [0.880, 0.920]"
    assert both["Difference"][0] == "−0.015 [−0.020, −0.010]"
    assert both["Within target"][0] == "yes"
