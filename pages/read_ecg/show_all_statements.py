"""Super-classes and, under each, its statements: score, threshold, verdict, map."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from markupsafe import Markup

from ecgkt.types.reading import Reading, Score
from ecgkt.vocab.statements import DIAGNOSES, GROUPS, SUPERCLASSES, Diagnosis
from pages.read_ecg.show_scores import NOTHING_TOLD, TICK, Told, row_class, share_text
from pages.shared.html import render

SCORES = (
    TICK
    + """
{% macro cells(score, tag, told) %}
{% if score is none %}
<{{ tag }}></{{ tag }}><{{ tag }}></{{ tag }}><{{ tag }}></{{ tag }}>
<{{ tag }} class="ek-quiet">Not assessed</{{ tag }}><{{ tag }}></{{ tag }}>
{% else %}
<{{ tag }}><span class="ek-bar" aria-hidden="true">
<i style="width:{{ '{:.1%}'.format(score.probability) }}"></i>
<u style="left:{{ '{:.1%}'.format(score.threshold) }}"></u></span></{{ tag }}>
<{{ tag }} class="ek-number">{{ share_text(score.probability) }}</{{ tag }}>
<{{ tag }} class="ek-number ek-limit">{{ share_text(score.threshold) }}</{{ tag }}>
{% set is_detected = score.positive and score.validated %}
<{{ tag }}><span class="ek-{{ 'pill' if is_detected else 'quiet' }}">
{{- 'Detected' if score.positive else 'Not detected' }}</span>
{%- if told %}{{ tick(told) }}{% endif %}</{{ tag }}>
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
<span>AUROC [95 % CI]</span><span></span></div>
{% for group in groups %}
<div class="ek-score-group">
<details data-fold="{{ group.code }}"{% if group.is_positive %} open{% endif %}>
<summary>
<span class="ek-row {% if group.score %}{{ row_class(group.score) }}{% endif %}">
<span class="ek-name"><span><b>{{ group.title }}</b>
<span class="ek-small">{{ group.count_text }}</span></span></span>
{% if group.score or not reading.diagnoses %}
{{ cells(group.score, 'span', none) }}
{% endif %}
</span></summary>
<template><table><thead class="ek-hidden"><tr>
<th>Statement</th><th>Bar</th><th>Probability</th><th>Threshold</th><th>Verdict</th>
<th>AUROC and 95 % interval</th><th>Map</th></tr></thead><tbody>
{% for score in group.scores %}
<tr class="{{ row_class(score) }}"><th scope="row">{{ score.name }}
<span class="ek-small">{{ score.code }}
{%- if not score.validated %} · not validated{% endif %}</span></th>
{{ cells(score, 'td', second.get(score.code)) }}
<td>{% if has_why %}{{ why('statement', score) }}{% endif %}</td></tr>
{% else %}
{% for diagnosis in group.diagnoses %}
<tr><th scope="row">{{ diagnosis.name }}
<span class="ek-small">{{ diagnosis.code }}</span></th>
{{ cells(none, 'td', none) }}<td></td></tr>
{% endfor %}
{% endfor %}
</tbody></table></template></details>
{% if has_why and group.score %}{{ why('superclass', group.score) }}{% endif %}
</div>
{% endfor %}
</div>
"""
)


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


def all_html(
    reading: Reading,
    second: Mapping[str, Told] = NOTHING_TOLD,
    *,
    has_why: bool = False,
) -> Markup:
    """
    Return all scores, group by group, what is positive first and open.

    Parameters
    ----------
    reading : Reading
        With or without scores.
    second : mapping of str to Told
        What the second opinion says, by the statement's code; empty if not asked.
    has_why : bool
        Whether each score has the way to its map.

    Returns
    -------
    markupsafe.Markup
    """
    return render(
        SCORES,
        reading=reading,
        groups=groups_of(reading),
        second=second,
        has_why=has_why,
        row_class=row_class,
        share_text=share_text,
    )


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


def statements(group: str, scores: Iterable[Score]) -> list[Score]:
    """Return a group's scores: positive, then validated, then probable ones first."""
    own = [score for score in scores if score.group == group]
    return sorted(own, key=lambda s: (not s.positive, not s.validated, -s.probability))
