from dataclasses import replace

import pytest
from markupsafe import Markup

from ecgkt.types.measurements import Finding
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
    assert show_scores.greyed(reading, Markup("<p>")) == "<p>"
    paced = replace(reading, findings=(PACED,))
    found = show_scores.found_html(paced)
    assert "outside the intended use" in found
    assert found.count("ek-outside") == 1
    grey = show_scores.greyed(paced, Markup("<p>"))
    assert grey == '<div class="ek-outside"><p></div>'
