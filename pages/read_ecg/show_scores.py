"""Super-classes and, under each, its statements: score, threshold, verdict."""

from collections.abc import Iterable
from typing import NamedTuple

import streamlit as st

from ecgkt.types.reading import ModelIdentity, Reading, Score
from ecgkt.vocab.statements import DIAGNOSES, GROUPS, SUPERCLASSES, Diagnosis
from pages.shared.html import render
from pages.shared.text import MESSAGE_LIMIT, truncate

USUAL = frozenset({"NORM", "SR"})
"""Statements of health: "detected" means health there and gets the calm colour."""
PACED = "Paced rhythm: outside the intended use. Do not rely on what is greyed."
FOUND = """
{% if reading.is_paced %}
<div class="ek-banner" role="alert">{{ paced }}</div>
{% endif %}
<div class="ek-found{% if reading.is_paced %} ek-outside{% endif %}">
{% if not reading.diagnoses %}
<b>Not assessed: {{ why_not }}</b>
{% else %}
<b>Detected</b>
{% for score in detected %}
<span class="ek-pill{% if score.code in usual %} ek-usual{% endif %}">
{{- score.name }}</span>
{% else %}
no validated statement
{% endfor %}
{% endif %}
</div>
"""
SCORES = """
{% macro cells(score, tag) %}
{% if score is none %}
<{{ tag }}></{{ tag }}><{{ tag }}></{{ tag }}><{{ tag }}></{{ tag }}>
<{{ tag }} class="ek-quiet">Not assessed</{{ tag }}><{{ tag }}></{{ tag }}>
{% else %}
<{{ tag }}><span class="ek-bar">
<i style="width:{{ '{:.1%}'.format(score.probability) }}"></i>
<u style="left:{{ '{:.1%}'.format(score.threshold) }}"></u></span></{{ tag }}>
<{{ tag }} class="ek-number">{{ share_text(score.probability) }}</{{ tag }}>
<{{ tag }} class="ek-number">{{ share_text(score.threshold) }}</{{ tag }}>
{% set is_detected = score.positive and score.validated %}
<{{ tag }}><span class="ek-{{ 'pill' if is_detected else 'quiet' }}">
{{- 'Detected' if score.positive else 'Not detected' }}</span></{{ tag }}>
<{{ tag }} class="ek-interval">
{%- if score.auroc is none %}
<span class="ek-quiet">not measured</span>
{%- else %}
{{- '%.2f' % score.auroc }}
{%- if score.auroc_ci %} <span class="ek-small">[
{{- '%.2f–%.2f' % score.auroc_ci }}]</span>{% endif %}
{%- endif %}</{{ tag }}>
{% endif %}
{% endmacro %}
<div class="ek-scores">
<div class="ek-row ek-head"><span>Statement</span><span>Calibrated probability</span>
<span></span><span class="ek-number">Threshold</span><span>Verdict</span>
<span>AUROC [95 % CI]</span></div>
{% for group in groups %}
<details{% if group.is_positive %} open{% endif %}><summary>
<span class="ek-row {% if group.score %}{{ row_class(group.score) }}{% endif %}">
<span class="ek-name"><span><b>{{ group.title }}</b>
<span class="ek-small">{{ group.count_text }}</span></span></span>
{% if group.score or not reading.diagnoses %}{{ cells(group.score, 'span') }}{% endif %}
</span></summary>
<table><thead class="ek-hidden"><tr><th>Statement</th><th>Bar</th><th>Probability</th>
<th>Threshold</th><th>Verdict</th><th>AUROC and 95 % interval</th></tr></thead><tbody>
{% for score in group.scores %}
<tr class="{{ row_class(score) }}"><th scope="row">{{ score.name }}
<span class="ek-small">{{ score.code }}
{%- if not score.validated %} · not validated{% endif %}</span></th>
{{ cells(score, 'td') }}</tr>
{% else %}
{% for diagnosis in group.diagnoses %}
<tr><th scope="row">{{ diagnosis.name }}
<span class="ek-small">{{ diagnosis.code }}</span></th>{{ cells(none, 'td') }}</tr>
{% endfor %}
{% endfor %}
</tbody></table></details>
{% endfor %}
</div>
"""


class Group(NamedTuple):
    """One heading's own score, if it has one, its statements' scores, and them all."""

    code: str
    title: str
    score: Score | None
    scores: list[Score]
    diagnoses: list[Diagnosis]

    @property
    def is_positive(self) -> bool:
        """Whether it or one of its statements is above its threshold."""
        own = [self.score] if self.score else []
        return any(score.positive for score in (*own, *self.scores))

    @property
    def count_text(self) -> str:
        """How many of its statements are positive."""
        n_statements = len(self.diagnoses)
        total = f"{n_statements} statement{'' if n_statements == 1 else 's'}"
        n_positive = sum(score.positive for score in self.scores)
        return f"{n_positive} of {total}" if self.scores else total


def all_html(reading: Reading) -> str:
    """Return all scores, group by group, what is positive first and open."""
    values = {"reading": reading, "groups": groups_of(reading)}
    return render(SCORES, **values, row_class=row_class, share_text=share_text)


def greyed(reading: Reading, html: str) -> str:
    """Return HTML as it is, or greyed where the recording is out of scope."""
    return f'<div class="ek-outside">{html}</div>' if reading.is_paced else html


def groups_of(reading: Reading) -> list[Group]:
    """Return the groups: positive ones first, super-classes by probability."""
    scores = {score.code: score for score in reading.superclasses}
    groups = [
        Group(
            code,
            title,
            scores.get(code),
            statements(code, reading.diagnoses),
            [diagnosis for diagnosis in DIAGNOSES if diagnosis.group == code],
        )
        for code, title in GROUPS.items()
    ]

    def place(group: Group) -> tuple[bool, bool, float]:
        probability = group.score.probability if group.score else 0
        return not group.is_positive, group.code not in SUPERCLASSES, -probability

    return sorted(groups, key=place)


def show_model(model: ModelIdentity) -> None:
    """Say which weights spoke, with the way to their card."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(
            f"{model.name} {model.version} · sha256 {model.sha256[:12]} · | marks the "
            "threshold · AUROC measured on held-out patients"
        )
        st.page_link(
            "pages/7_Model_Card.py", label="Model card", icon=":material/lab_profile:"
        )


def statements(group: str, scores: Iterable[Score]) -> list[Score]:
    """Return a group's scores: positive, then validated, then probable ones first."""
    own = [score for score in scores if score.group == group]
    return sorted(own, key=lambda s: (not s.positive, not s.validated, -s.probability))


def detected(reading: Reading) -> list[Score]:
    """Return the validated statements above their thresholds, the surest first."""
    positive = [score for score in reading.diagnoses if score.positive]
    validated = [score for score in positive if score.validated]
    # Sinus rhythm is sorted last because it is nearly always positive.
    return sorted(validated, key=lambda score: (score.code == "SR", -score.probability))


def found_html(reading: Reading) -> str:
    """Return the validated statements above their thresholds, as one line of names."""
    values = {"reading": reading, "detected": detected(reading), "usual": USUAL}
    values |= {"paced": PACED}
    return render(FOUND, **values, why_not=why_not(reading))


def why_not(reading: Reading) -> str:
    """Return the gravest reason, which stands first."""
    return truncate(
        next(iter(reading.quality.reasons), "no reason given"), MESSAGE_LIMIT
    )


def row_class(score: Score) -> str:
    """Return what colours a row: nothing if the statement is not validated."""
    if not score.validated:
        return "ek-unvalidated"
    usual = " ek-usual" if score.code in USUAL else ""
    return f"ek-detected{usual}" if score.positive else ""


def share_text(share: float) -> str:
    """Return a probability with two decimals, three near 0 and 1, and never 0 or 1."""
    if not 0.0005 <= share < 0.9995:
        return "<0.001" if share < 0.5 else ">0.999"
    return f"{share:.2f}" if 0.095 <= share < 0.995 else f"{share:.3f}"
