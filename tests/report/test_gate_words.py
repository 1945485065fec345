from ecgkt.report.gate_words import folder_rows, gate_rows, scope_text, summarise
from ecgkt.results.gates import GateTable
from tests.builders.gate_documents import gate_document


def test_each_fault_has_what_is_found_and_what_is_called_without_cause():
    rows = gate_rows(GateTable.from_dict(gate_document()))
    assert [row["Fault"] for row in rows] == [
        "Exchanged: left and right arm",
        "Exchanged: any of these",
        "Waves cut at 50 % of their height",
        "Paced, as read",
        "Paced, if spikes were sought below 450 Hz",
        "Noise (found: of recordings with a note of it)",
    ]
    assert rows[0]["Found"] == "98.0 % (49.0–99.0) of 100"
    assert rows[1]["Found"] == "–"
    assert rows[1]["Alarms as recorded"] == "2.0 % (1.0–51.0) of 100"


def test_folders_stand_in_a_table_of_their_own():
    (row,) = folder_rows(GateTable.from_dict(gate_document()))
    assert row["Recordings"] == "elsewhere, 500 Hz"
    assert row["Cut at 50 %"].startswith("80.0 %")
    assert row["Paced, noted"] == "–"


def test_summary_says_where_the_faults_were_planted():
    text = summarise(gate_document())
    assert text.startswith(scope_text(GateTable.from_dict(gate_document())))
    assert len(text.splitlines()) == 8
