"""The document of the gates is whole and can be told in lines."""

from ecgkt.evaluation.evaluate_gates import evaluate_gates
from ecgkt.preprocess.electrode_swap import SWAPS
from ecgkt.report.gate_words import summarise
from tests.builders.small_stores import save_small_store


def test_document_is_made_of_a_store_and_told_in_lines(tmp_path):
    save_small_store(tmp_path)
    told = []
    document = evaluate_gates(tmp_path, say=told.append, n_records=4)
    assert document["schema"] == "ecgkt.gates/1"
    assert (document["split"], document["n_records"]) == ("tuning", 4)
    assert len(told) == 1
    lines = summarise(document).splitlines()
    assert len(lines) > len(SWAPS)
    assert "left and right arm" in lines[1]
