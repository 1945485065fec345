from ecgkt.report.robustness_words import noise_rows, summarise
from ecgkt.results.robustness import RobustnessTable
from tests.builders.robustness_documents import robustness_document


def test_rows_say_kind_strength_and_what_the_gate_leaves():
    rows = noise_rows(RobustnessTable.from_dict(robustness_document()))
    assert [row["Noise"] for row in rows] == ["As recorded", *2 * ["Muscle noise"]]
    assert [row["SNR"] for row in rows] == ["–", "24 dB", "0 dB"]
    assert rows[2]["AUROC, passed by the gate"] == "too few left"
    assert rows[2]["Warned"] == "100.0 %"


def test_summary_names_statements_and_sample():
    text = summarise(robustness_document())
    assert "2 statements (NORM, LVH)" in text
    assert "0.750 [0.740, 0.760]" in text
    assert len(text.splitlines()) == 5
    assert "V3 lost" in text.splitlines()[-1]
    assert "−0.010 [−0.020, −0.005]" in text
