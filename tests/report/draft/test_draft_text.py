import csv
import re
from dataclasses import replace

import pytest

from ecgkt.report.draft.draft_text import (
    BETWEEN,
    LABORATORY,
    NOTHING_MEASURED,
    REPORTED,
    draft_text,
)
from ecgkt.report.draft.trace_numbers import trace_numbers
from ecgkt.report.finding_words import title_of
from ecgkt.types.reading import Quality
from ecgkt.vocab.findings import MEASURES, number_text
from tests.builders.readings import UNREAD, planted_reading


def parts_of(text):
    """Return the lines under each heading."""
    blocks = (block.splitlines() for block in text.split("\n\n"))
    return {title: lines for title, *lines in blocks}


def read_measurements(line):
    """Parse the line of measurements back: name to printed number."""
    titles = {MEASURES[name].title: name for name in REPORTED}
    found = {}
    for part in line.split(BETWEEN):
        title = max((t for t in titles if part.startswith(f"{t} ")), key=len)
        found[titles[title]] = re.match(r"[−\d.]+", part[len(title) + 1 :]).group()
    return found


def test_draft_is_the_same_every_time_and_in_its_order():
    reading = planted_reading("lbbb", called=("CLBBB",), unsure=("PVC",))
    text = draft_text(reading)
    assert text == draft_text(reading)
    assert list(parts_of(text)) == [
        "Reading",
        "Measurements",
        "Findings",
        "Statements of the model",
        "Quality",
        "Not assessed",
    ]


def test_measurements_parse_back():
    reading = planted_reading("long-qt")
    (line,) = parts_of(draft_text(reading))["Measurements"]
    expected = {
        name: number_text(name, reading.measurements[name].value)
        for name in REPORTED
        if reading.measurements[name].value is not None
    }
    assert read_measurements(line) == expected
    assert {n for n in expected if n.startswith("qtc_")} == {
        "qtc_fridericia_ms",
        "qtc_bazett_ms",
        "qtc_framingham_ms",
        "qtc_hodges_ms",
    }


def test_limits_of_critical_rules_are_no_measured_numbers():
    text = draft_text(planted_reading(qtc_fridericia_ms=530.0))
    assert "Critical: QTc (Fridericia) 530 ms." in text
    assert "500" not in text


def test_statement_without_validation_says_so():
    text = draft_text(planted_reading(unsure=("PVC",)))
    assert "AUROC 0.900, likely, not validated" in text


def test_refused_recording_says_why_and_nothing_else():
    quality = Quality(verdict="refuse", reasons=("expected 10 s, found 3 s",))
    parts = parts_of(draft_text(replace(UNREAD, quality=quality)))
    assert parts["Quality"] == ["Not scored.", "expected 10 s, found 3 s"]
    assert parts["Not assessed"][0] == NOTHING_MEASURED
    assert not {"Measurements", "Findings", LABORATORY} & set(parts)


@pytest.fixture(scope="module")
def tuning_readings(ptb_xl):
    """Read every tenth record of PTB-XL's ninth fold with the bundled model."""
    from ecgkt.io.read_path import read_path
    from ecgkt.pipeline.reader import Reader
    from ecgkt.results.model_card import BUNDLED

    table = (ptb_xl / "ptbxl_database.csv").read_text(encoding="utf-8").splitlines()
    rows = [row for row in csv.DictReader(table) if row["strat_fold"] == "9"]
    reader = Reader.load(BUNDLED)
    paths = [ptb_xl / row["filename_lr"] for row in rows[::10]]
    return [reader.read(read_path(path)) for path in paths]


def test_every_number_of_200_real_drafts_is_a_measured_one(tuning_readings):
    assert len(tuning_readings) >= 200
    numbers = [
        number
        for reading in tuning_readings
        for number in trace_numbers(draft_text(reading), reading)
    ]
    assert len(numbers) > 5000
    assert [number for number in numbers if not number.source] == []


def test_200_real_drafts_parse_back(tuning_readings):
    for reading in tuning_readings:
        parts = parts_of(draft_text(reading))
        for line in parts.get("Measurements", []):
            for name, printed in read_measurements(line).items():
                assert printed == number_text(name, reading.measurements[name].value)
        findings = {title_of(f): f for f in reading.findings}
        for line in parts.get("Findings", []):
            title = max((t for t in findings if line.startswith(f"{t}: ")), key=len)
            assert findings[title].text in line
        scores = {score.name: score for score in reading.diagnoses}
        lines = parts.get("Statements of the model", [])
        assert len(lines) == sum(s.positive for s in reading.diagnoses)
        for line in lines:
            name, rest = line.split(": ", 1)
            assert rest.startswith(
                f"{scores[name].probability:.2f}, threshold "
                f"{scores[name].threshold:.2f}"
            )
