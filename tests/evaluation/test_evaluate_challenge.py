"""A folder of coded records: what is judged, what is left out, and why."""

from dataclasses import replace

import numpy as np
import pytest

from ecgkt.errors import EcgktError
from ecgkt.evaluation.evaluate_challenge import evaluate_challenge, summarise
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.simulate.example import simulate_example
from ecgkt.vocab.statements import CODES

CODED = {
    "g1/A1": ("af", "164889003,39732003", 500.0),
    "g1/A2": ("normal", "426783006", 257.0),
    "g2/A3": ("lbbb", "164909002, 426783006", 1000.0),
    "g2/A4": ("rbbb", "39732003", 500.0),
    "A5": ("normal", None, 500.0),
    "A6": ("flat", "426783006", 500.0),
    "A7": ("normal", "426783006", 500.0),
}


@pytest.fixture(scope="module")
def challenge(tmp_path_factory):
    """Seven records; four cannot be judged, each for a reason of its own."""
    folder = tmp_path_factory.mktemp("coded") / "challenge"
    for name, (example, codes, fs) in CODED.items():
        record = simulate_example("normal" if example == "flat" else example, fs=fs)
        if example == "flat":
            record = replace(record, signal=np.zeros_like(record.signal))
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        header = write_wfdb(record, path.parent, path.name)
        if codes:
            header.write_text(f"{header.read_text()}#Dx: {codes}\n")
    (folder / "A7.dat").unlink()
    (folder / "A8.hea").write_text("no header at all")
    return folder


@pytest.fixture(scope="module")
def told():
    return []


@pytest.fixture(scope="module")
def document(challenge, tiny_model, told):
    return evaluate_challenge(challenge, folder=tiny_model, say=told.append)


def test_every_record_is_judged_or_left_out_with_its_reason(document, told):
    assert document["schema"] == "ecgkt.evaluation/1"
    assert document["n_records"] == 3
    assert document["left_out"] == {
        "without_dx": 1,
        "unreadable": 2,
        "no_statement": 1,
        "refused": 1,
    }
    assert any("A7" in text for text in told)


def test_only_statements_that_occur_are_judged(document):
    positives = {row["code"]: row["positives"] for row in document["labels"]}
    assert positives == {"AFIB": 1, "SR": 2, "CLBBB": 1}
    assert all(row["n"] == 3 for row in document["labels"])
    assert document["macro"]["all"]["n_labels"] == 3
    assert document["macro"]["often"]["n_labels"] == 0
    assert document["superclasses"] == []
    aurocs = [row["auroc"] for row in document["labels"]]
    assert document["macro"]["all"]["auroc"] == pytest.approx(np.mean(aurocs))


def test_mapping_stands_in_the_document_both_ways(document):
    there, back = document["mapping"]["snomed"], document["mapping"]["statements"]
    assert set(back) == set(CODES)
    for code, concept in there.items():
        assert all(code in back[statement] for statement in concept["statements"])
    assert back["CLBBB"] == ["733534002", "164909002"]
    assert sum(map(len, back.values())) == sum(
        len(one["statements"]) for one in there.values()
    )


def test_summary_tells_figures_reasons_and_codes(document):
    text = summarise(document)
    assert "1 without #Dx:, 2 unreadable, 1 with no code" in text
    assert "counts as negative" in text
    assert "AFIB <- 164889003" in text


def test_folder_with_nothing_to_judge_is_told_in_one_sentence(
    challenge, tiny_model, tmp_path
):
    with pytest.raises(EcgktError, match="none named gone"):
        evaluate_challenge(tmp_path / "gone", folder=tiny_model)
    with pytest.raises(EcgktError, match="a line #Dx:"):
        evaluate_challenge(tmp_path, folder=tiny_model)
    for name in ("A4.hea", "A4.dat"):
        (tmp_path / name).write_bytes((challenge / "g2" / name).read_bytes())
    with pytest.raises(EcgktError, match="none that can be judged: 1 no_statement"):
        evaluate_challenge(tmp_path, folder=tiny_model)
