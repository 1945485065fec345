import json

import pytest

from ecgkt.errors import CheckpointError
from ecgkt.results.model_card import load_card
from ecgkt.vocab.statements import CODES, SUPERCLASSES
from pages.model_card.choose_tab import TABS
from pages.shared import resources
from tests.builders.tables import open_card, table_with

CARD = "pages/7_Model_Card.py"


@pytest.fixture
def page(app):
    return app.switch_page(CARD).run()


def test_card_shows_identity_and_headline(page, say, tiny_model):
    card = load_card(tiny_model)
    text = say(page)
    assert f"{card.name} {card.version}" in text
    assert page.metric[0].value == f"{card.macro['all'].auroc:.3f}"
    assert "0.890–0.910" in text
    assert "real ECGs of PTB-XL" in text


def test_no_table_is_a_canvas_that_the_browser_cannot_search(app):
    for tab in TABS:
        assert not open_card(app, tab).dataframe


def test_table_holds_every_label_with_its_interval(page):
    table = table_with(page, "Code")
    assert list(table["Code"]) == [*SUPERCLASSES, *CODES]
    assert table["AUROC 95 % CI"].str.contains("–").all()
    assert {"Threshold", "Sensitivity", "PPV at this prevalence"} <= set(table.columns)


def test_labels_are_found_by_every_word_and_ordered(page, say):
    page.text_input(key="find").set_value("bundle LEFT").run()
    assert list(table_with(page, "Code")["Code"]) == ["CLBBB", "ILBBB"]
    page.text_input(key="find").set_value("no such thing").run()
    assert "Nothing is called so" in say(page)
    page.text_input(key="find").set_value("").run()
    page.segmented_control(key="order").set_value("Positives").run()
    positives = table_with(page, "Code")["Positives"].str.replace(" ", "").astype(int)
    assert positives.is_monotonic_decreasing


def test_figures_are_drawn_of_finite_numbers_and_the_long_one_on_demand(page):
    drawn = page.get("plotly_chart")
    assert len(drawn) == 3
    page.toggle(key="intervals").set_value(True).run()
    charts = page.get("plotly_chart")
    assert len(charts) == 4
    for chart in charts:
        assert json.loads(chart.proto.spec)["data"]


def test_rules_limits_and_credits_are_stated(app, say, tiny_model):
    page = open_card(app, "data")
    text = say(page)
    for words in ("noisy-or", "Invented for tests.", "credits"):
        assert words in text
    assert page.code[0].value == load_card(tiny_model).sha256


def test_only_the_open_tab_is_computed(app, client, monkeypatch):
    asked = []
    monkeypatch.setattr(resources, "get_document", asked.append)
    open_card(app, "data")
    # The statement above the tabs names its worst subgroup.
    names = {kind.__name__ for kind in asked}
    assert names == {"SubgroupTable", "GateTable", "NetworkTable"}


def test_address_names_the_tab_and_takes_it(page, say):
    assert "part" not in page.query_params
    page.segmented_control(key="card-tab").set_value("labs").run()
    assert page.query_params["part"] == "labs"
    assert "Laboratory heads" in [one.value for one in page.subheader]


def test_missing_card_is_a_message(app, say, monkeypatch):
    def missing():
        raise CheckpointError("expected bundled/card.json, found nothing")

    monkeypatch.setattr(resources, "get_card", missing)
    page = app.switch_page(CARD).run()
    assert "nothing is scored" in say(page)
    assert "card.json" in page.error[0].value
    assert not page.get("plotly_chart")
