"""Laboratory abnormalities as rows: shift, interval, validity, and why on demand."""

from collections.abc import Iterable, Sequence
from math import log

from markupsafe import Markup

from ecgkt.report.lab_groups import LabGroup, by_strength
from ecgkt.report.lab_words import (
    ARROWS,
    NOT_READABLE,
    SIMULATED_HEAD,
    lab_auroc_text,
    normal_text,
    percentile_text,
    range_text,
    ratio_text,
)
from ecgkt.types.reading import LabScore
from ecgkt.vocab.labs import lab_link, lab_title
from pages.read_ecg.show_scores import share_text
from pages.shared.html import render

FULL_BAR = 8.0
"""Likelihood ratio at the end of a bar, and its inverse at the other."""
ROW = """
{% macro row(lab) %}
<details class="ek-lab{{ ' ek-flagged' if lab.flagged }}
{{- ' ek-against' if lab.speaks_against }}" data-fold="{{ lab_title(lab) }}"><summary>
<span class="ek-arrow">{{ arrows[lab.direction] }}</span>
<span>{{ lab_title(lab) }}
{% if lab.taught_by == "simulation" %}<span class="ek-badge">{{ simulated }}</span>
{% endif %}</span>
<span class="ek-shift"><i style="{{ bar_style(lab) }}"></i>
<s style="{{ interval_style(lab) }}"></s></span>
<span class="ek-number">{{ ratio_text(lab) }}</span>
<span class="ek-small ek-validity"><span>{{ percentile_text(lab) }}</span>
{% if lab.flagged_of_normal is not none %}<span>{{ normal_text(lab) }}</span>
{% endif %}</span></summary>
<template><p class="ek-small">{{ detail_text(lab) }}</p><p>{{ lab_link(lab).text }}
{%- if lab_link(lab).source %} <span class="ek-small">{{ lab_link(lab).source }}</span>
{%- endif %}</p></template></details>
{% endmacro %}
"""
GROUPS = (
    ROW
    + """
<div class="ek-labs">
{% for group in groups %}
<details class="ek-group"{{ ' open' if group.strongest == first }}
 data-fold="{{ group.title }}">
<summary><span class="ek-name"><b>{{ group.title }}</b></span>
<span class="ek-small">× {{ '%.2f' % group.strongest.likelihood_ratio }}
{{ lab_title(group.strongest) }}</span>
<span class="{{ 'ek-flags' if group.n_flagged else 'ek-small' }}">
{{- group.n_flagged or 'none' }} flagged</span></summary>
<template>
{% for lab in group.labs if lab.flagged %}{{ row(lab) }}{% endfor %}
{% if 0 < group.n_flagged < group.labs | length %}
<details class="ek-rest" data-fold="{{ group.title }}, not flagged">
<summary>{{ group.labs | length - group.n_flagged }} not flagged</summary><template>
{% endif %}
{% for lab in group.labs if not lab.flagged %}{{ row(lab) }}{% endfor %}
{% if 0 < group.n_flagged < group.labs | length %}</template></details>{% endif %}
</template></details>
{% else %}
<p class="ek-quiet">None can be read with the data at hand.</p>
{% endfor %}
</div>
"""
)
ROWS = (
    ROW
    + """<div class="ek-labs">{% for lab in labs %}{{ row(lab) }}{% endfor %}</div>"""
)
UNREADABLE = """
<div class="ek-labs"><details class="ek-unreadable">
<summary>{{ title }}: {{ labs | length }} (AUROC)</summary><template><ul>
{% for lab in labs %}
<li><span>{{ arrows[lab.direction] }} {{ lab_title(lab) }}</span>
<span class="ek-small">
{{- 'not measured' if lab.auroc is none else '%.2f' % lab.auroc }}</span></li>
{% endfor %}
</ul></template></details></div>
"""


def groups_html(groups: Iterable[LabGroup]) -> Markup:
    """Return a line for each group; that of the strongest flagged lab is open."""
    listed = list(groups)
    flagged = by_strength(group.strongest for group in listed if group.n_flagged)
    return _render(GROUPS, groups=listed, first=flagged[0] if flagged else None)


def rows_html(labs: Iterable[LabScore]) -> Markup:
    """Return the labs without groups, the strongest shift first."""
    return _render(ROWS, labs=by_strength(labs))


def _render(template: str, **values: object) -> Markup:
    return render(
        template,
        **values,
        arrows=ARROWS,
        simulated=SIMULATED_HEAD,
        bar_style=bar_style,
        interval_style=interval_style,
        detail_text=detail_text,
        lab_title=lab_title,
        lab_link=lab_link,
        normal_text=normal_text,
        percentile_text=percentile_text,
        ratio_text=ratio_text,
    )


def bar_style(lab: LabScore) -> str:
    """Place a bar between the average ECG, in the middle, and this one."""
    return _span(1.0, lab.likelihood_ratio)


def interval_style(lab: LabScore) -> str:
    """Place the thin line of the interval."""
    return _span(*lab.likelihood_ratio_ci)


def _span(one: float, other: float) -> str:
    places = [min(max(50 + 50 * log(x) / log(FULL_BAR), 0), 100) for x in (one, other)]
    return f"left:{min(places):.1f}%;width:{abs(places[1] - places[0]):.1f}%"


def detail_text(lab: LabScore) -> str:
    """Return range, probability, threshold and AUROC, for the caption says of whom."""
    real = " on real patients" if lab.taught_by == "simulation" else ""
    normal = range_text(lab)
    parts = [
        f"normal {normal}" if normal else "",
        f"probability {share_text(lab.probability)}, threshold {lab.threshold:.2f}",
        lab_auroc_text(lab.auroc, lab.auroc_ci) + real,
        f"{lab.n_patients} patient{'' if lab.n_patients == 1 else 's'}",
    ]
    return ", ".join(part for part in parts if part)


def unreadable_html(labs: Sequence[LabScore]) -> Markup:
    """Return the labs that the ECG does not show, closed and without estimates."""
    return render(
        UNREADABLE,
        labs=sorted(labs, key=lambda lab: (-(lab.auroc or 0), lab_title(lab))),
        title=NOT_READABLE,
        arrows=ARROWS,
        lab_title=lab_title,
    )
