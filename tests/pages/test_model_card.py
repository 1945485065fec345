import json

import pytest

from ecgkt.errors import CheckpointError
from ecgkt.results.model_card import load_card
from ecgkt.vocab.statements import CODES, SUPERCLASSES
from pages.shared import resources

CARD = "pages/7_Model_Card.py"


@pytest.fixture
def page(app):
    return app.switch_page(CARD).run()


def test_card_shows_identity_and_headline(page, say, tiny_model):
    card = load_card(tiny_model)
    text = say(page)
    assert f"{card.name} {card.version}" in text
    assert page.code[0].value == card.sha256
    assert page.metric[0].value == f"{card.macro['all'].auroc:.3f}"
    assert "0.890–0.910" in text


def test_table_holds_every_label_with_its_interval(page):
    table = page.dataframe[1].value
    assert list(table["Code"]) == [*SUPERCLASSES, *CODES]
    assert table["AUROC 95 % CI"].str.contains("–").all()
    assert {"Threshold", "Sensitivity", "PPV at this prevalence"} <= set(table.columns)


def test_three_figures_are_drawn_of_finite_numbers(page):
    charts = page.get("plotly_chart")
    assert len(charts) == 3
    for chart in charts:
        assert json.loads(chart.proto.spec)["data"]


def test_rules_limits_and_credits_are_stated(page, say):
    text = say(page)
    for words in ("noisy-or", "Invented for tests.", "credits", "real ECGs of PTB-XL"):
        assert words in text


def test_missing_card_is_a_message(app, say, monkeypatch):
    def missing():
        raise CheckpointError("expected bundled/card.json, found nothing")

    monkeypatch.setattr(resources, "get_card", missing)
    page = app.switch_page(CARD).run()
    assert "nothing is scored" in say(page)
    assert "card.json" in page.error[0].value
    assert not page.get("plotly_chart")
