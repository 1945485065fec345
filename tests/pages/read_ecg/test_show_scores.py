import re
from dataclasses import replace

import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.pipeline.reader import Reader
from ecgkt.types.measurements import Finding
from ecgkt.types.reading import Quality
from ecgkt.vocab.statements import DIAGNOSES, GROUPS, SUPERCLASSES
from pages.read_ecg import show_scores

PACED = Finding(
    code="paced",
    text="Pacing spikes stand before 100 % of 12 beats: atrial pacing.",
    value=100.0,
    unit="%",
    leads=(),
    beats=12,
    normal_range=(None, 49),
    source="",
)


@pytest.fixture
def reading(tiny_model, record):
    return Reader(load_bundle(tiny_model)).read(record)


def with_scores(reading, **by_code):
    """Change statements: `code=(probability, validated)`, threshold 0.5."""

    def changed(score):
        probability, validated = by_code.get(score.code, (0.1, True))
        return replace(
            score,
            probability=probability,
            threshold=0.5,
            positive=probability >= 0.5,
            validated=validated,
        )

    return replace(
        reading,
        diagnoses=tuple(map(changed, reading.diagnoses)),
        superclasses=tuple(map(changed, reading.superclasses)),
    )


def test_every_statement_is_listed_once_under_its_group(reading):
    html = show_scores.all_html(reading)
    for diagnosis in DIAGNOSES:
        assert len(re.findall(rf">{re.escape(diagnosis.code)}( ·[^<]*)?<", html)) == 1
    assert html.count("<details") == len(GROUPS)


def test_positive_groups_come_first_and_open(reading):
    reading = with_scores(reading, AFIB=(0.9, True), CLBBB=(0.8, True), CD=(0.9, True))
    found, html = show_scores.found_html(reading), show_scores.all_html(reading)
    groups = re.findall(r"(?s)<details( open)?>.*?<b>([^<]*)</b>", html)
    assert groups[:2] == [(" open", "Conduction disturbance"), (" open", "Rhythm")]
    assert not any(is_open for is_open, _name in groups[2:])
    assert found.index("Atrial fibrillation") < found.index("Complete left bundle")


def test_surest_superclass_comes_first_and_sinus_rhythm_last(reading):
    reading = with_scores(
        reading, MI=(0.6, True), CD=(0.9, True), IMI=(0.7, True), SR=(0.99, True)
    )
    found, html = show_scores.found_html(reading), show_scores.all_html(reading)
    groups = re.findall(r"(?s)<details open>.*?<b>([^<]*)</b>", html)
    assert groups == ["Conduction disturbance", "Myocardial infarction", "Rhythm"]
    assert found.index("Inferior myocardial") < found.index("Sinus rhythm")


def test_each_score_stands_with_threshold_and_interval(reading):
    html = show_scores.all_html(reading)
    rows = re.findall(r"(?s)<tr class.*?</tr>", html)
    assert len(rows) == len(DIAGNOSES)
    for row in rows:
        assert len(re.findall(r'class="ek-number">0\.\d+<', row)) == 2
        assert re.search(r"\[0\.\d\d–\d\.\d\d\]|not measured", row)
        assert "Detected" in row or "Not detected" in row


def test_unvalidated_statement_has_no_verdict_colour(reading):
    reading = with_scores(reading, WPW=(0.9, False))
    found, html = show_scores.found_html(reading), show_scores.all_html(reading)
    row = re.search(r"(?s)<tr[^>]*>\s*<th[^>]*>Wolff.*?</tr>", html).group()
    assert "not validated" in row
    assert "ek-pill" not in row
    assert "ek-detected" not in row
    assert "Wolff" not in found


def test_refused_recording_is_not_assessed_with_its_reason(reading):
    quality = Quality(verdict="refuse", reasons=("Lead <V3> is flat.",))
    refused = replace(reading, diagnoses=(), superclasses=(), quality=quality)
    found, html = show_scores.found_html(refused), show_scores.all_html(refused)
    assert "Not assessed: Lead &lt;V3&gt; is flat." in found
    assert html.count("Not assessed") == len(DIAGNOSES) + len(GROUPS)
    assert "ek-bar" not in html


def test_superclass_line_carries_its_own_score(reading):
    html = show_scores.all_html(with_scores(reading, MI=(0.7, True)))
    line = re.search(r"(?s)<summary>.*?Myocardial infarction</b>.*?</summary>", html)
    assert "0.70" in line.group()
    assert set(SUPERCLASSES) <= {score.code for score in reading.superclasses}


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.5, "0.50"),
        (0.004, "0.004"),
        (0.999, "0.999"),
        (0.1, "0.10"),
        (0, "<0.001"),
        (1, ">0.999"),
    ],
)
def test_small_probabilities_keep_a_third_decimal(share, text):
    assert show_scores.share_text(share) == text


def test_paced_rhythm_has_a_banner_and_greyed_scores(reading):
    assert not reading.is_paced
    assert show_scores.greyed(reading, "<p>") == "<p>"
    paced = replace(reading, findings=(PACED,))
    found = show_scores.found_html(paced)
    assert "outside the intended use" in found
    assert found.count("ek-outside") == 1
    assert show_scores.greyed(paced, "<p>") == '<div class="ek-outside"><p></div>'
