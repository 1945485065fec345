"""What fewer leads tell, second in rank to a reading of all leads."""

import streamlit as st

from ecgkt.report.fewer_leads_words import (
    NO_LEAD,
    SECOND_RANK,
    heading,
    reach_text,
    sentence,
    told,
    validity_text,
)
from ecgkt.types.reading import Reading, Score
from ecgkt.vocab.lead_sets import CHEST
from pages.read_ecg.show_scores import PACED, greyed, share_text
from pages.shared.html import render

NOT_ESTIMATED = "Diagnoses and labs are not estimated for such a recording."
BLOCK = """
<section class="ek-near" aria-label="{{ heading }}">
<h4>{{ heading }}</h4>
<p><b>{{ sentence }}</b></p>
{% if scores %}
<ul>
{% for score in scores %}
<li>{{ score.name }}: {{ share_text(score.probability) }}, threshold
{{ share_text(score.threshold) }}, {{ auroc_text(score) }}</li>
{% endfor %}
</ul>
{% endif %}
<p>{{ reach }} {{ validity }} {{ rank }}</p>
</section>
"""


def show_fewer_leads(reading: Reading) -> None:
    """
    Say what a recording that is not scored tells all the same, and how well.

    Parameters
    ----------
    reading : Reading
        Measured, not scored.
    """
    fewer = reading.fewer_leads
    if fewer is None:
        st.info(why_nothing(reading))
        return
    if reading.is_paced:
        st.warning(PACED)
    html = render(
        BLOCK,
        heading=heading(fewer),
        sentence=sentence(fewer),
        scores=told(fewer),
        share_text=share_text,
        auroc_text=auroc_text,
        reach=reach_text(fewer),
        validity=validity_text(fewer),
        rank=SECOND_RANK,
    )
    st.html(greyed(reading, html))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        model = fewer.model
        st.caption(f"{model.name} {model.version} · sha256 {model.sha256[:12]}")
        st.page_link(
            "pages/7_Model_Card.py", label="Model card", icon=":material/lab_profile:"
        )


def why_nothing(reading: Reading) -> str:
    """Say why nothing is estimated: no lead to do it from, or another reason."""
    leads = set(reading.record.leads)
    is_for_leads = bool(leads) and not leads & {"I", "II", *CHEST}
    return NO_LEAD if is_for_leads else NOT_ESTIMATED


def auroc_text(score: Score) -> str:
    """Return the validity of a statement that is told: its interval is known."""
    assert score.auroc is not None
    assert score.auroc_ci is not None
    low, high = score.auroc_ci
    return f"AUROC {score.auroc:.3f} ({low:.3f}–{high:.3f})"
