"""Adapted scores on the page: offered where there is an adapter, off, and told."""

import json

import pytest

from ecgkt.report.model_words import AS_SHIPPED, NOT_BETTER
from ecgkt.results.labs_by_diagnosis import LabsByDiagnosis
from pages.read_ecg.show_labs_by_diagnosis import ADAPTED
from tests.builders.adapters import measured, save_adapter_of
from tests.builders.uploads import toggles, upload, upload_and_open

TOLD = "of Ward 7, measured on 120 local ECGs"


@pytest.fixture
def offered(client, tiny_model, tmp_path, monkeypatch):
    folder = tmp_path / "ward"
    document = save_adapter_of(folder, tiny_model)
    client.reader.adapter_folder = folder
    monkeypatch.setenv("ECGKT_ADAPTER", str(folder))
    return document


def test_without_an_adapter_there_is_no_switch(read_page, wfdb, monkeypatch):
    monkeypatch.delenv("ECGKT_ADAPTER", raising=False)
    assert not toggles(upload(read_page, wfdb()))


def test_switch_is_off_and_scores_are_those_as_shipped(
    offered, read_page, wfdb, say, client
):
    page = upload(read_page, wfdb())
    (switch,) = toggles(page)
    assert (switch.label, switch.value) == ("Scores adapted to Ward 7", False)
    assert TOLD not in say(page)
    assert client.calls == ["parse", "read"]


def test_every_adapted_score_says_so(offered, read_page, wfdb, say, client):
    page = upload(read_page, wfdb())
    before = say(page)
    page.toggle(key="adapted").set_value(True).run()
    after = say(page)
    assert f"adapter {offered.weights_sha256[:12]} {TOLD}" in after
    assert AS_SHIPPED in after
    assert client.calls == ["parse", "read", "read"]
    page.toggle(key="adapted").set_value(False).run()
    assert say(page) == before
    assert client.calls == ["parse", "read", "read"]


def test_audit_file_tells_of_the_adapter(
    offered, read_page, wfdb, client, tmp_path, monkeypatch
):
    trail = tmp_path / "audit.jsonl"
    monkeypatch.setenv("ECGKT_AUDIT", str(trail))
    page = upload(read_page, wfdb())
    page.toggle(key="adapted").set_value(True).run()
    lines = [json.loads(line) for line in trail.read_text().splitlines()]
    told = [one["weights_sha256"] for one in lines if one["action"] == "read"]
    sha256 = client.reader.bundle.identity.sha256
    assert told == [sha256, f"{sha256}+{offered.weights_sha256}"]


def test_maps_are_said_to_be_of_the_model_as_shipped(offered, read_page, wfdb, say):
    page = upload_and_open(read_page, wfdb(), "explain")
    assert AS_SHIPPED not in say(page)
    page.toggle(key="adapted").set_value(True).run()
    assert AS_SHIPPED in say(page)


def test_reference_cohort_is_not_held_against_adapted_scores(
    offered, read_page, wfdb, say, client, labs_by_diagnosis, tiny_model
):
    sha256 = client.reader.bundle.identity.sha256
    table = LabsByDiagnosis.from_dict(
        {**labs_by_diagnosis, "model": {"sha256": sha256}}
    )
    client.documents[LabsByDiagnosis] = table
    page = upload(read_page, wfdb())
    assert ADAPTED not in say(page)
    page.toggle(key="adapted").set_value(True).run()
    assert ADAPTED in say(page)


def test_adapter_that_is_no_better_says_so_on_its_switch(
    client, tiny_model, tmp_path, monkeypatch, read_page, wfdb
):
    worse = measured(auroc=(-0.1, 0.1), loss=(-0.1, 0.1))
    save_adapter_of(tmp_path / "ward", tiny_model, measured=worse)
    monkeypatch.setenv("ECGKT_ADAPTER", str(tmp_path / "ward"))
    (switch,) = toggles(upload(read_page, wfdb()))
    assert switch.label == f"Scores adapted to Ward 7 ({NOT_BETTER})"


def test_folder_without_an_adapter_is_one_sentence(
    tmp_path, monkeypatch, read_page, wfdb, say
):
    monkeypatch.setenv("ECGKT_ADAPTER", str(tmp_path))
    page = upload(read_page, wfdb())
    assert not toggles(page)
    assert "must name a folder that adapt wrote" in say(page)
    assert "Super-classes" in say(page)
