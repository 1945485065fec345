"""Super-classes and, under each, its statements: score, threshold, verdict."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from ecgkt.types.reading import ModelIdentity, Reading, Score
from ecgkt.vocab.statements import DIAGNOSES, GROUPS, SUPERCLASSES
from pages.shared.text import MESSAGE_LIMIT, truncate

USUAL = frozenset({"NORM", "SR"})
"""Statements of health: "detected" is good news there and gets the calm colour."""
HEAD = (
    '<div class="ek-row ek-head"><span>Statement</span><span>Calibrated probability'
    '</span><span></span><span class="ek-number">Threshold</span><span>Verdict</span>'
    "<span>AUROC [95 % CI]</span></div>"
)
TABLE_HEAD = (
    '<thead class="ek-hidden"><tr><th>Statement</th><th>Bar</th><th>Probability</th>'
    "<th>Threshold</th><th>Verdict</th><th>AUROC and 95 % interval</th></tr></thead>"
)


def show_scores(reading: Reading) -> None:
    """Draw all scores of one reading, what is positive first and open."""
    st.html(found_html(reading))
    show_model(reading.model)
    scores = {score.code: score for score in reading.superclasses}
    members = {code: statements(code, reading.diagnoses) for code in GROUPS}
    positive = {
        code: any(score.positive for score in members[code])
        or (code in scores and scores[code].positive)
        for code in GROUPS
    }
    reason = "" if reading.diagnoses else why_not(reading)
    order = sorted(
        GROUPS,
        key=lambda code: (
            not positive[code],
            code not in SUPERCLASSES,
            -scores[code].probability if code in scores else 0,
        ),
    )
    groups = "".join(
        f"<details{' open' if positive[code] else ''}><summary>"
        f"{summary_html(code, scores.get(code), members[code], reason)}</summary>"
        f"{table_html(code, members[code])}</details>"
        for code in order
    )
    st.html(f'<div class="ek-scores">{HEAD}{groups}</div>')


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
    found = [score for score in reading.diagnoses if score.positive and score.validated]
    # Sinus rhythm is nearly always the surest of all, and never the news.
    return sorted(found, key=lambda score: (score.code == "SR", -score.probability))


def found_html(reading: Reading) -> str:
    """Return the validated statements above their thresholds, as one line of names."""
    if not reading.diagnoses:
        text = f"Not assessed: {escape(why_not(reading))}"
        return f'<div class="ek-found"><b>{text}</b></div>'
    pills = "".join(
        f'<span class="ek-pill{" ek-usual" if score.code in USUAL else ""}">'
        f"{escape(score.name)}</span>"
        for score in detected(reading)
    )
    pills = pills or "no validated statement"
    return f'<div class="ek-found"><b>Detected</b>{pills}</div>'


def why_not(reading: Reading) -> str:
    """Return the gravest reason, which stands first."""
    return truncate(
        next(iter(reading.quality.reasons), "no reason given"), MESSAGE_LIMIT
    )


def summary_html(
    code: str, score: Score | None, members: list[Score], reason: str
) -> str:
    """Return a group's own line; Rhythm and Form have no score of their own."""
    n_members = sum(diagnosis.group == code for diagnosis in DIAGNOSES)
    n_found = sum(member.positive for member in members)
    noun = "statement" if n_members == 1 else "statements"
    count = f"{n_found} of {n_members} {noun}" if members else f"{n_members} {noun}"
    name = (
        f'<span class="ek-name"><span><b>{escape(GROUPS[code])}</b> '
        f'<span class="ek-small">{count}</span></span></span>'
    )
    if reason:
        return f'<span class="ek-row">{name}{not_assessed_html("span")}</span>'
    if score is None:
        return f'<span class="ek-row">{name}</span>'
    cells = cells_html(score, "span")
    return f'<span class="ek-row {row_class(score)}">{name}{cells}</span>'


def table_html(code: str, scores: list[Score]) -> str:
    """Return a group's statements as a table; by name only where none was assessed."""
    if scores:
        rows = "".join(
            f'<tr class="{row_class(s)}"><th scope="row">{escape(s.name)} '
            f'<span class="ek-small">{escape(s.code)}'
            f"{'' if s.validated else ' · not validated'}</span></th>"
            f"{cells_html(s, 'td')}</tr>"
            for s in scores
        )
    else:
        rows = "".join(
            f'<tr><th scope="row">{escape(d.name)} <span class="ek-small">'
            f"{escape(d.code)}</span></th>{not_assessed_html('td')}</tr>"
            for d in DIAGNOSES
            if d.group == code
        )
    return f"<table>{TABLE_HEAD}<tbody>{rows}</tbody></table>"


def row_class(score: Score) -> str:
    """Return what colours a row: nothing if the statement is not validated."""
    if not score.validated:
        return "ek-unvalidated"
    usual = " ek-usual" if score.code in USUAL else ""
    return f"ek-detected{usual}" if score.positive else ""


def cells_html(score: Score, tag: str) -> str:
    """Return bar, probability, threshold, verdict and validity of one score."""
    word = "Detected" if score.positive else "Not detected"
    coloured = score.positive and score.validated
    verdict = f'<span class="ek-{"pill" if coloured else "quiet"}">{word}</span>'
    bar = (
        f'<span class="ek-bar"><i style="width:{score.probability:.1%}"></i>'
        f'<u style="left:{score.threshold:.1%}"></u></span>'
    )
    number = f'{tag} class="ek-number"'
    return (
        f"<{tag}>{bar}</{tag}><{number}>{share_text(score.probability)}</{tag}>"
        f"<{number}>{share_text(score.threshold)}</{tag}><{tag}>{verdict}</{tag}>"
        f'<{tag} class="ek-interval">{validity_html(score)}</{tag}>'
    )


def share_text(share: float) -> str:
    """Return a probability with two decimals, three near 0 and 1, and never 0 or 1."""
    if not 0.0005 <= share < 0.9995:
        return "&lt;0.001" if share < 0.5 else "&gt;0.999"
    return f"{share:.2f}" if 0.095 <= share < 0.995 else f"{share:.3f}"


def validity_html(score: Score) -> str:
    """Return the AUROC with its interval, or that there is none."""
    if score.auroc is None:
        return '<span class="ek-quiet">not measured</span>'
    if score.auroc_ci is None:
        return f"{score.auroc:.2f}"
    low, high = score.auroc_ci
    return f'{score.auroc:.2f} <span class="ek-small">[{low:.2f}–{high:.2f}]</span>'


def not_assessed_html(tag: str) -> str:
    """Return the cells of a statement without a score."""
    empty = f"<{tag}></{tag}>"
    return f'{empty * 3}<{tag} class="ek-quiet">Not assessed</{tag}>{empty}'
