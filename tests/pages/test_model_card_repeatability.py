"""Repeat errors in the model card: every source beside the limit that it gives."""

from ecgkt.results.repeatability import RepeatabilityTable
from tests.builders.repeatability_documents import repeatability_table
from tests.builders.tables import open_card, table_with


def test_repeat_errors_stand_with_their_sources(app, client, say):
    client.documents[RepeatabilityTable] = repeatability_table()
    page = open_card(app, "measurements")
    rows = table_with(page, "Repeat error").set_index("Measurement")
    assert rows.loc["QRS duration", "Repeat error"] == "±18 ms"
    assert rows.loc["QRS duration", "Halves"] == "18 (n 40)"
    assert rows.loc["QRS duration", "Marks"] == "–"
    text = say(page)
    assert "both halves of one recording 5.0 % (1.0–10.0) of 40" in text
    assert "Repeats of the same heart." in text
    assert "evaluate repeatability" in text


def test_card_says_so_without_repeat_errors(app, client, say):
    assert "no change is judged" in say(open_card(app, "measurements"))
