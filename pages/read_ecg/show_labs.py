"""Laboratory abnormalities beside the diagnoses: estimated, measured validity, why."""

from collections.abc import Iterable, Sequence

import streamlit as st

from ecgkt.report.lab_words import (
    ARROWS,
    ESTIMATED,
    NOT_READABLE,
    SIMULATED_HEAD,
    range_text,
)
from ecgkt.types.reading import LabScore, Reading
from ecgkt.vocab.labs import lab_link, lab_title
from pages.read_ecg.show_scores import greyed, share_text
from pages.shared.html import render

SIMULATED_NOTE = (
    "The ECG signs of these labs are established, but too few real patients were at "
    "hand to learn them: simulated ECGs taught these estimates. The AUROC beside each "
    "was measured on real patients, whatever it is."
)
LABS = """
<div class="ek-labs">
{% for lab in labs %}
<details {% if lab.positive %}class="ek-lab ek-above" open{% else %}class="ek-lab"
{%- endif %}><summary>
<span class="ek-arrow">{{ arrows[lab.direction] }}</span>
<span><b>{{ lab_title(lab) }}</b>
{% if lab.taught_by == "simulation" %}<span class="ek-badge">{{ simulated }}</span>
{% endif %}</span>
<span class="ek-bar" title="{{ 'above' if lab.positive else 'below' }} its threshold of
{{- ' %.2f' % lab.threshold }}">
<i style="width:{{ '{:.1%}'.format(lab.probability) }}"></i>
<u style="left:{{ '{:.1%}'.format(lab.threshold) }}"></u></span>
<span class="ek-number">{{ share_text(lab.probability) }}</span>
<span class="ek-small ek-validity">
{% if range_text(lab) %}<span>normal {{ range_text(lab) }}</span>{% endif %}
<span>threshold {{ '%.2f' % lab.threshold }}</span>
<span>{{ validity_text(lab) }}</span></span></summary>
<p>{{ lab_link(lab).text }}
{%- if lab_link(lab).source %} <span class="ek-small">{{ lab_link(lab).source }}</span>
{%- endif %}</p></details>
{% else %}
<p class="ek-quiet">None can be read with the data at hand.</p>
{% endfor %}
</div>
"""
UNREADABLE = """
<div class="ek-labs"><details class="ek-unreadable">
<summary>{{ title }}: {{ labs | length }}</summary><ul>
{% for lab in labs %}
<li><span>{{ arrows[lab.direction] }} {{ lab_title(lab) }}</span>
<span class="ek-small">{{ validity_text(lab) }}</span></li>
{% endfor %}
</ul></details></div>
"""
NO_HEADS = "No laboratory values are estimated: this model has no heads for them."


def show_labs(reading: Reading) -> None:
    """
    Draw the laboratory abnormalities that can be read, and on demand the others.

    Parameters
    ----------
    reading : Reading
        Its `labs` are empty where nothing was assessed.

    Raises
    ------
    StreamlitAPIException
        If the page shows two readings' labs: the switch exists once.
    """
    st.html('<div class="ek-lab-title">Laboratory values</div>')
    if reading.quality.verdict == "refuse":
        st.html('<div class="ek-found"><b>Not assessed</b></div>')
        return
    if not reading.labs:
        st.caption(NO_HEADS)
        return
    taught = [lab for lab in reading.labs if lab.taught_by == "patients"]
    simulated = [lab for lab in reading.labs if lab.taught_by == "simulation"]
    st.caption(
        f"**{ESTIMATED}.** Probability that the value lies below (↓) or above (↑) its "
        "reference range; | marks the threshold. AUROC cross-validated by patient."
    )
    readable = labs_html(lab for lab in taught if lab.readable)
    st.html(greyed(reading, readable))
    if simulated and st.toggle(
        f"Show {len(simulated)} estimates {SIMULATED_HEAD}",
        key="simulated_labs",
        help=SIMULATED_NOTE,
    ):
        st.caption(SIMULATED_NOTE)
        st.html(greyed(reading, labs_html(simulated)))
    hidden = [lab for lab in taught if not lab.readable]
    if hidden:
        st.html(unreadable_html(hidden))


def labs_html(labs: Iterable[LabScore]) -> str:
    """Return estimates with validity and physiology, positive ones first and open."""
    return render(
        LABS,
        labs=sorted(labs, key=lambda lab: (not lab.positive, -lab.probability)),
        arrows=ARROWS,
        simulated=SIMULATED_HEAD,
        lab_title=lab_title,
        lab_link=lab_link,
        range_text=range_text,
        share_text=share_text,
        validity_text=validity_text,
    )


def validity_text(lab: LabScore) -> str:
    """Return the AUROC with its interval and the patients behind it."""
    patients = f"{lab.n_patients} patient{'' if lab.n_patients == 1 else 's'}"
    if lab.auroc is None:
        return f"AUROC not measured · {patients}"
    ends = lab.auroc_ci
    interval = f" [{ends[0]:.2f}–{ends[1]:.2f}]" if ends else ""
    real = " on real patients" if lab.taught_by == "simulation" else ""
    return f"AUROC {lab.auroc:.2f}{interval}{real} · {patients}"


def unreadable_html(labs: Sequence[LabScore]) -> str:
    """Return the labs that the ECG does not show, closed and without estimates."""
    return render(
        UNREADABLE,
        labs=sorted(labs, key=lambda lab: (-(lab.auroc or 0), lab_title(lab))),
        title=NOT_READABLE,
        arrows=ARROWS,
        lab_title=lab_title,
        validity_text=validity_text,
    )
