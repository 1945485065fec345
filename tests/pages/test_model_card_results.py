"""Sections of the card made from shipped documents; all figures here are invented."""

import json

import pytest

from ecgkt.errors import EcgktError
from ecgkt.results.cohort import CohortTable
from ecgkt.results.comparison import CompareTable
from ecgkt.results.delineation import DelineationTable
from ecgkt.results.labs import LabTable
from pages.model_card.choose_tab import TABS
from pages.shared import resources
from tests.builders.tables import open_card, table_with

ARMS = {"sig": 0.75, "ours": 0.775, "multi": 0.825, "ceiling": 0.8}


def arm(auroc):
    return {
        "auroc": auroc,
        "auroc_ci": [auroc - 0.0125, auroc + 0.0125],
        "auprc": 0.25,
        "auprc_ci": [0.2, 0.3],
        "seeds_auroc": [auroc, auroc, None],
        "seeds_auprc": [0.25, 0.25, None],
        "variants": {},
        "chosen": {},
    }


def comparison(*, simulated, defined=True):
    gain = {"value": 0.025, "ci": [0.0125, 0.0375]}
    share = {"value": 0.333, "ci": [0.2, 0.45], "defined": defined}
    names = [name for name in ARMS if simulated or name != "ceiling"]
    whole = {
        "fraction": 1.0,
        "n_ecgs": 12000,
        "n_patients": 6500,
        "arms": {name: arm(ARMS[name]) for name in names},
        "ours_minus_sig": gain,
        "multi_minus_sig": gain,
        "ceiling_minus_sig": gain if simulated else None,
        "gap_closed": share,
        "reachable_gap_closed": {**share, "value": 0.5} if simulated else None,
        "auprc": {},
        "labels": [],
    }
    tenth = {**whole, "fraction": 0.1, "n_patients": 650}
    return CompareTable.from_dict(
        {
            "schema": "ecgkt.compare/1",
            "command": "python -m ecgkt compare --store INVENTED",
            "source": "invented",
            "data_hash": "0" * 64,
            "simulated": simulated,
            "n_ecgs": 20000,
            "n_patients": 8000,
            "splits": {},
            "seeds": [0, 1, 2],
            "folds": None if simulated else 10,
            "n_draws": 1000,
            "n_labels": 57,
            "n_labels_left_out": 3,
            "n_dropped": 0,
            "rules": {"labels": "An invented rule."},
            "constant": None if simulated else {"auroc": 0.5, "auroc_uncentred": 0.58},
            "settings": {},
            "arms": {name: {"title": name.title(), "input": "ECG"} for name in names},
            "fractions": [tenth, whole],
        }
    )


LAB = {
    "name": "Creatinine",
    "direction": "high",
    "n": 440,
    "positives": 150,
    "n_patients": 88,
    "auroc": 0.69,
    "auroc_ci": [0.6, 0.78],
    "plain_probe_auroc": 0.65,
    "readable": True,
}
LABS = LabTable.from_dict(
    {
        "command": "python -m ecgkt evaluate labs --store INVENTED",
        "n_ecgs": 447,
        "n_patients": 89,
        "folds": 10,
        "repeats": 5,
        "window_hours": 6,
        "mean_auroc": {"ours": 0.59, "plain_probe": 0.557, "constant": 0.5},
        "ours_minus_plain_probe": {"value": 0.033, "ci": [0.012, 0.054]},
        "labs": [LAB, {**LAB, "name": "Sodium", "readable": False}],
        "flow": [{"step": "ECGs listed", "n_records": 659, "n_patients": 92}],
    }
)
TARGET = {"quantity": "K high", "value": 0.79, "band": [0.8, 0.9], "anchor": "Kwon"}
COHORT = CohortTable.from_dict({"calibration": [TARGET]})


@pytest.fixture
def shipped(client, monkeypatch):
    tables = {
        "ptb-xl": comparison(simulated=False, defined=False),
        "simulated": comparison(simulated=True),
    }
    monkeypatch.setattr(resources, "get_comparisons", lambda: tables)
    client.documents.update({LabTable: LABS, CohortTable: COHORT})


@pytest.fixture
def transfer(app, shipped):
    return open_card(app, "transfer")


@pytest.fixture
def labs(app, shipped):
    return open_card(app, "labs")


def chart(page, text):
    """Return the chart whose specification holds a text."""
    specs = [one.proto.spec for one in page.get("plotly_chart")]
    return json.loads(next(spec for spec in specs if text in spec))


def test_simulated_comparison_comes_first_and_is_called_simulated(transfer, say):
    text = say(transfer)
    assert "**Simulated.** These patients" in text
    assert "20 000 ECGs of 8 000 simulated patients" in text
    assert "python -m ecgkt compare --store INVENTED" in text


def test_gap_closed_and_reachable_gap_stand_at_every_share_of_labels(transfer):
    table = table_with(transfer, "Macro AUROC").set_index("Macro AUROC")
    assert list(table.columns) == ["10% of the labels", "100% of the labels"]
    assert list(table.loc["Gap closed"]) == ["33% [20%, 45%]"] * 2
    assert list(table.loc["Reachable gap closed"]) == ["50% [20%, 45%]"] * 2


def test_gap_without_a_gap_is_not_defined_on_real_data(transfer, say):
    transfer.segmented_control(key="comparison").set_value("ptb-xl").run()
    text = say(transfer)
    table = table_with(transfer, "Macro AUROC").set_index("Macro AUROC")
    assert list(table.loc["Gap closed"]) == ["not defined"] * 2
    assert "Reachable gap closed" not in table.index
    assert "the only knowledge that can be transferred here is biometric" in text
    assert "sees no ECG: AUROC 0.500 after centring" in text


def test_arms_are_drawn_and_listed_with_every_seed(transfer):
    ticks = chart(transfer, "100% of the labels")["layout"]["yaxis"]["ticktext"]
    assert ticks.count("Ceiling") == 2
    rows = table_with(transfer, "AUROC per seed")
    assert len(rows) == 8
    assert set(rows["AUROC per seed"].str.split(", ").str.len()) == {3}


def test_lab_heads_stand_with_their_controls(labs, say):
    values = {one.label: one.value for one in labs.metric}
    assert values["The heads"] == "0.590"
    assert values["No ECG at all"] == "0.500"
    assert values["Random encoder"] == "–"
    text = say(labs)
    assert "447 ECGs of 89 patients" in text
    assert "+0.033 [+0.012, +0.054]" in text
    assert list(table_with(labs, "Plain probe")["Readable"]) == ["yes", "no"]
    assert "Sodium high" in str(chart(labs, "Not readable with the data"))


def test_flow_of_the_cohort_is_drawn(labs):
    assert "659 ECGs, 92 patients" in str(chart(labs, "ECGs listed"))


def test_simulated_cohort_outside_its_band_is_said(transfer):
    assert list(table_with(transfer, "Real anchor")["In the band"]) == ["no"]


def test_absent_documents_are_said_in_one_line_each(app, say):
    lines = []
    for tab in TABS:
        lines += say(open_card(app, tab)).splitlines()
    absent = [line for line in lines if line.startswith("No ")]
    names = "training arms", "laboratory heads", "flow", "cohort", "delineator"
    for words in (*names, "noise", "gates"):
        assert any(words in line for line in absent)


def test_damaged_document_is_named_and_the_rest_shown(app, say, monkeypatch):
    def damaged(kind):
        if kind is LabTable:
            raise EcgktError("labs.json: expected JSON, found damage")

    monkeypatch.setattr(resources, "get_document", damaged)
    page = open_card(app, "labs")
    assert "labs.json" in page.error[0].value
    assert "No flow of a cohort" not in say(page)
    assert "No comparison of labs" in say(page)


def test_delineation_stands_beside_its_limits(app, client, say):
    end = {"mean": -1.2, "sd": 8.0, "sd_within": 7.0}
    wave = {
        "sensitivity": 0.995,
        "ppv": None,
        "ppv_of_complete_marks": 0.999,
        "onset_ms": end,
        "offset_ms": {**end, "sd_within": None},
    }
    error = {"mean": 2.0, "sd": 6.0, "n": 72, "unit": "ms"}
    errors = {
        "qrs_ms": {**error, "target_mean": 6.0, "target_sd": 5.0},
        "heart_rate_bpm": {**error, "unit": "bpm"},
        "r_percent": {**error, "mean": None, "sd": None, "unit": "%"},
    }
    client.documents[DelineationTable] = DelineationTable.from_dict(
        {
            "n_records": 100,
            "tolerance_ms": 150.0,
            "waves": {"qrs": wave},
            "folds": 5,
            "rule": "Every lead.",
            "simulated_intervals": {"rule": "Gaussian beats", "errors": errors},
        }
    )
    page = open_card(app, "measurements")
    text = say(page)
    assert "100 real recordings" in text.replace("**", "")
    assert "Tolerance 150 ms. Every lead." in text
    waves = table_with(page, "Wave")
    assert waves.iloc[0].tolist() == [
        "QRS",
        "99.50 %",
        "not measured",
        "99.90 %",
        "-1.2 ± 8.0 ms (within a recording 7.0)",
        "-1.2 ± 8.0 ms",
    ]
    intervals = table_with(page, "Allowed")
    assert intervals["Quantity"].tolist() == [
        "QRS duration",
        "Heart rate",
        "Height of R",
    ]
    assert intervals["Within"].tolist() == ["no", "–", "not measured"]
    assert intervals["Allowed"].tolist()[:2] == ["6.0 ± 5.0 ms", "–"]
