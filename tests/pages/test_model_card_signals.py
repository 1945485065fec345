"""Sections of the card on noise, gates and premature beats; figures are invented."""

from ecgkt.results.adapter import AdapterTable
from ecgkt.results.ectopy import EctopyTable
from ecgkt.results.gates import GateTable
from ecgkt.results.ood import OodTable
from ecgkt.results.robustness import RobustnessTable
from tests.builders.adapters import study_of, study_row
from tests.builders.gate_documents import gate_document
from tests.builders.ood_documents import ood_document
from tests.builders.robustness_documents import robustness_document
from tests.builders.tables import open_card, table_with


def test_scores_under_noise_stand_beside_what_the_gate_leaves(app, client, say):
    document = robustness_document()
    del document["schema"]
    client.documents[RobustnessTable] = RobustnessTable.from_dict(document)
    page = open_card(app, "statements")
    rows = table_with(page, "AUROC, passed by the gate")
    assert list(rows["Warned"]) == ["2.0 %", "2.0 %", "100.0 %"]
    changes = table_with(page, "Less as recorded")
    assert list(changes["Recording"]) == ["V3 lost"]
    assert "Invented noise." in say(page)


def test_foreign_recordings_stand_beside_alarms_on_real_ones(app, client, say):
    document = ood_document()
    del document["schema"]
    client.documents[OodTable] = OodTable.from_dict(document)
    page = open_card(app, "statements")
    rows = table_with(page, "Flagged as unlike")
    assert list(rows["Recording"]) == ["White noise of 0.2 mV", "ECG backwards in time"]
    alarms = table_with(page, "Real ECGs")
    assert alarms["Flagged"].iloc[-1].startswith("7.0 %")
    assert "Invented kinds." in say(page)


def test_site_adapters_stand_with_gain_and_verdict(app, client, say):
    client.documents[AdapterTable] = study_of(
        study_row(), study_row(name="LUDB", kind="real")
    )
    page = open_card(app, "statements")
    rows = table_with(page, "Gain of AUROC")
    assert list(rows["Kind"]) == ["simulated", "real"]
    assert list(rows["Gain of AUROC"]) == ["+0.020 [+0.010, +0.030]"] * 2
    assert "Invented sites." in say(page)


def test_gates_are_told_with_alarms_on_other_recordings(app, client):
    client.documents[GateTable] = GateTable.from_dict(gate_document())
    page = open_card(app, "data")
    assert (
        table_with(page, "Alarms as recorded")["Found"][0]
        == "98.0 % (49.0–99.0) of 100"
    )
    assert list(table_with(page, "Paced, noted")["Recordings"]) == ["elsewhere, 500 Hz"]


def test_premature_beats_are_drawn_with_their_intervals(app, client, say):
    known = {"n": 10, "hits": 9, "share": 0.9, "ci": (0.6, 0.98)}
    none = {"n": 0, "hits": 0, "share": None, "ci": None}
    client.documents[EctopyTable] = EctopyTable.from_dict(
        {
            "source": "ptb-xl",
            "split": "tuning",
            "n_records": 20,
            "fs": 100.0,
            "rule": "By recording.",
            "by_record": [
                {
                    "finding": "wide_premature",
                    "statement": "PVC",
                    "sensitivity": known,
                    "specificity": known,
                }
            ],
            "by_beat": [
                {
                    "planted": "none",
                    "group": "sinus rhythm",
                    "n_records": 16,
                    "found": none,
                    "false": known,
                }
            ],
        }
    )
    page = open_card(app, "measurements")
    text = say(page).replace("**", "")
    assert "20 real recordings" in text
    assert "By recording." in text
    records = table_with(page, "Finding")
    assert records.iloc[0].tolist() == [
        "Premature, another shape",
        "PVC",
        "10",
        "90.0 % (60.0–98.0) of 10",
        "90.0 % (60.0–98.0) of 10",
    ]
    beats = table_with(page, "Planted")
    assert beats.iloc[0].tolist()[2:] == ["–", "90.0 % (60.0–98.0) of 10"]
