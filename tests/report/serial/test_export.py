"""The comparison as CSV and Markdown: every number of the page, and its notice."""

import csv

import pytest

from ecgkt.report.serial.compare import compare
from ecgkt.report.serial.export import (
    COLUMNS,
    Compared,
    comparison_csv,
    comparison_markdown,
)
from tests.builders.readings import planted_reading
from tests.builders.repeatability_documents import repeatability_table

TABLE = repeatability_table()


@pytest.fixture
def compared():
    before, after = planted_reading(qrs_ms=90.0), planted_reading(qrs_ms=150.0)
    return Compared("recording 1", "recording 2", compare(before, after, TABLE))


def test_csv_holds_every_change_with_its_error(compared):
    text = comparison_csv([compared])
    notice, *lines = text.splitlines()
    assert notice.startswith("# For research and teaching only")
    rows = list(csv.DictReader(lines))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(compared.changes)
    (qrs,) = [row for row in rows if row["name"] == "qrs_ms"]
    assert (float(qrs["difference"]), float(qrs["repeat_error"])) == (60.0, 18.0)
    assert (qrs["before"], qrs["after"], qrs["verdict"]) == (
        "90 ms",
        "150 ms",
        "beyond",
    )


def test_markdown_says_it_in_words_and_names_the_model(compared):
    reading = planted_reading()
    text = comparison_markdown([compared], reading.model, TABLE, warnings=["Two | men"])
    assert "> For research and teaching only" in text
    assert compared.comparison.sentence in text
    assert "| QRS duration | 90 ms | 150 ms | +60 ms | ±18 ms | beyond repeat" in text
    assert "Model m 1, weights `000000000000`" in text
    assert TABLE.rule in text
    assert "Two \\| men" in text


def test_names_cannot_break_the_table(compared):
    rude = compared._replace(recording="a|b`<script>")
    text = comparison_markdown([rude], planted_reading().model, None)
    assert "## a\\|b\\`\\<script\\> against recording 1" in text
