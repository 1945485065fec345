"""All statements: each once, with its figures, the second opinion and its map."""

import re
from dataclasses import replace

from ecgkt.types.reading import Quality
from ecgkt.vocab.statements import DIAGNOSES, GROUPS, SUPERCLASSES
from pages.read_ecg.show_all_statements import all_html
from pages.read_ecg.show_scores import Told, found_html
from tests.builders.readings import with_scores


def test_every_statement_is_listed_once_under_its_group(reading):
    html = all_html(reading)
    for diagnosis in DIAGNOSES:
        assert len(re.findall(rf">{re.escape(diagnosis.code)}( ·[^<]*)?<", html)) == 1
    assert html.count("<details") == len(GROUPS)


def test_positive_groups_come_first_and_open(reading):
    reading = with_scores(reading, AFIB=(0.9, True), CLBBB=(0.8, True), CD=(0.9, True))
    found, html = found_html(reading), all_html(reading)
    groups = re.findall(r"(?s)<details[^>]*?( open)?>.*?<b>([^<]*)</b>", html)
    assert groups[:2] == [(" open", "Conduction disturbance"), (" open", "Rhythm")]
    assert not any(is_open for is_open, _name in groups[2:])
    assert found.index("Atrial fibrillation") < found.index("Complete left bundle")


def test_surest_superclass_comes_first_and_sinus_rhythm_last(reading):
    reading = with_scores(
        reading, MI=(0.6, True), CD=(0.9, True), IMI=(0.7, True), SR=(0.99, True)
    )
    found, html = found_html(reading), all_html(reading)
    groups = re.findall(r"(?s)<details[^>]* open>.*?<b>([^<]*)</b>", html)
    assert groups == ["Conduction disturbance", "Myocardial infarction", "Rhythm"]
    assert found.index("Inferior myocardial") < found.index("Sinus rhythm")


def test_each_score_stands_with_threshold_and_interval(reading):
    html = all_html(reading)
    rows = re.findall(r"(?s)<tr class.*?</tr>", html)
    assert len(rows) == len(DIAGNOSES)
    for row in rows:
        assert len(re.findall(r'class="ek-number(?: ek-limit)?">0\.\d+<', row)) == 2
        assert re.search(r"\[0\.\d\d–\d\.\d\d\]|not measured", row)
        assert "Detected" in row or "Not detected" in row


def test_unvalidated_statement_has_no_verdict_colour(reading):
    reading = with_scores(reading, WPW=(0.9, False))
    found, html = found_html(reading), all_html(reading)
    row = re.search(r"(?s)<tr[^>]*>\s*<th[^>]*>Wolff.*?</tr>", html).group()
    assert "not validated" in row
    assert "ek-pill" not in row
    assert "ek-detected" not in row
    assert "Wolff" not in found


def test_refused_recording_is_not_assessed_with_its_reason(reading):
    quality = Quality(verdict="refuse", reasons=("Lead <V3> is flat.",))
    refused = replace(reading, diagnoses=(), superclasses=(), quality=quality)
    found, html = found_html(refused), all_html(refused)
    assert "Not assessed: Lead &lt;V3&gt; is flat." in found
    assert html.count("Not assessed") == len(DIAGNOSES) + len(GROUPS)
    assert "ek-bar" not in html


def test_superclass_line_carries_its_own_score(reading):
    html = all_html(with_scores(reading, MI=(0.7, True)))
    line = re.search(r"(?s)<summary>.*?Myocardial infarction</b>.*?</summary>", html)
    assert "0.70" in line.group()
    assert set(SUPERCLASSES) <= {score.code for score in reading.superclasses}


def test_second_opinion_and_the_way_to_the_map_stand_in_each_row(reading):
    reading = with_scores(reading, AFIB=(0.9, True))
    told = {"AFIB": Told(False, True, "Second opinion: not detected, 0.21")}
    html = all_html(reading, told, has_why=True)
    row = re.search(r"(?s)<tr[^>]*>\s*<th[^>]*>Atrial fibrillation.*?</tr>", html)
    assert "✗" in row.group()
    assert "Second opinion: not detected, 0.21" in row.group()
    assert html.count("✗") == 1
    asked = re.findall(r'data-ask="(\w+):([^"]+)"', html)
    statements = [code for kind, code in asked if kind == "statement"]
    assert sorted(statements) == sorted(one.code for one in DIAGNOSES)
    assert {code for kind, code in asked if kind == "superclass"} == set(SUPERCLASSES)
    assert "data-ask" not in all_html(reading)


def test_rows_of_a_closed_group_are_no_part_of_the_page_yet(reading):
    html = all_html(with_scores(reading, AFIB=(0.9, True)))
    held = re.findall(r"(?s)</summary>\s*<template>.*?</template></details>", html)
    assert len(held) == len(GROUPS)
