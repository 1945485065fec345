"""The picker of a statement: what it finds, and what a positive means elsewhere."""

from dataclasses import replace

import pytest

from ecgkt.results.model_card import load_card
from pages.shared import resources
from tests.builders.tables import open_card, table_with

FIGURES = {
    "n": 2198,
    "positives": 152,
    "prevalence": 152 / 2198,
    "sensitivity": 128 / 152,
    "specificity": 2029 / 2046,
    "ppv": 128 / 145,
    "sensitivity_ci": (0.78, 0.9),
    "specificity_ci": (0.98, 1.0),
    "ppv_ci": (0.825, 0.935),
    "validated": True,
}


@pytest.fixture
def known(client, tiny_model, monkeypatch):
    """Ship a card of which two statements have known figures."""
    card = load_card(tiny_model)
    changes = {
        "AFIB": FIGURES,
        "NORM": {"roc": ()},
        "PVC": {**FIGURES, "sensitivity": None, "validated": False},
    }
    labels = tuple(
        replace(label, **changes.get(label.code, {})) for label in card.labels
    )
    changed = replace(card, labels=labels)
    monkeypatch.setattr(resources, "get_card", lambda: changed)


def test_address_chooses_the_statement_and_counts_are_told(app, known, say):
    text = say(open_card(app, "data", "AFIB")).replace("\u00a0", " ")
    assert "Of 152 ECGs labelled atrial fibrillation it found 128" in text
    assert "of 2 046 without, 17 false alarms." in text


def test_ppv_follows_the_prevalence_and_keeps_the_measured_one_beside(app, known):
    page = open_card(app, "data", "AFIB")
    page.select_slider(key="prevalence").set_value(0.01).run()
    rows = table_with(page, "At a prevalence of")
    assert rows.iloc[:, 0].tolist() == ["6.9 %, as measured", "1.0 %, yours"]
    # 0.8421 * 0.01 / (0.8421 * 0.01 + 0.00831 * 0.99) = 0.506
    assert rows.iloc[:, 1].tolist() == ["88 % (82–94)", "51 % (28–100)"]


def test_unknown_label_is_passed_over(app, known, say):
    page = open_card(app, "data", "NO_SUCH")
    assert page.selectbox(key="label").value == "AFIB"
    assert page.query_params["label"] == "AFIB"


def test_code_of_a_super_class_and_a_statement_means_the_statement(app, known):
    assert len(open_card(app, "data", "NORM").get("plotly_chart")) == 1


def test_what_was_not_measured_is_said(app, known, say):
    text = say(open_card(app, "data", "PVC"))
    assert "what it finds was not measured" in text
    assert "Not validated" in text


def test_choice_goes_into_the_address(app, known):
    page = open_card(app, "data", "AFIB")
    page.selectbox(key="label").set_value("MI").run()
    assert page.query_params["label"] == "MI"
    assert len(page.get("plotly_chart")) == 2


@pytest.mark.parametrize(("code", "charts"), [("AFIB", 1), ("MI", 2)])
def test_curves_are_drawn_where_the_card_has_them(app, known, code, charts):
    assert len(open_card(app, "data", code).get("plotly_chart")) == charts
