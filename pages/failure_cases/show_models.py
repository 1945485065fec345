"""Two models on the same ECGs: what the second one mends and what it breaks."""

import streamlit as st

from ecgkt.report.cases_words import p_text
from ecgkt.report.comparison_words import difference_text, figure_text
from ecgkt.results.cases.confusion import compare_models
from pages.failure_cases.opened import Look, Opened
from pages.failure_cases.show_rows import show_rows
from pages.shared.html import render

MOST = 20
FACTS = """
<dl class="ek-facts ek-cost">
{% for name, text in facts %}<div><dt>{{ name }}</dt><dd>{{ text }}</dd></div>
{% endfor %}
</dl>
"""


def show_models(opened: Opened, look: Look) -> None:
    """Draw AUROC of both, McNemar's test, and the ECGs that changed sides."""
    if opened.second is None:
        st.info("Choose a second model's table of the same ECGs above.")
        return
    head = opened.second.head
    limits = {label.code: label.threshold for label in head.labels}
    found = compare_models(
        look.view,
        opened.second.columns,
        threshold=look.threshold,
        other_threshold=limits[look.label.code],
    )
    if not found.n:
        st.info(
            "No ECG that is looked at has scores in both tables: look among more ECGs."
        )
        return
    n_mended, n_broken = len(found.mended), len(found.broken)
    st.html(
        render(
            FACTS,
            facts=[
                ("ECGs in both", str(found.n)),
                ("AUROC, first", figure_text(found.first)),
                (
                    f"AUROC, {head.model.name} {head.model.version}",
                    figure_text(found.second),
                ),
                ("Second less first", difference_text(found.gain)),
                ("Mended", str(n_mended)),
                ("Broken", str(n_broken)),
                ("McNemar, exact", p_text(found.p)),
            ],
        )
    )
    with st.container(key="case-lists"):
        for rows, title, key in (
            (found.mended, f"Mended: only {opened.second_name} is right", "mended"),
            (found.broken, f"Broken: only {opened.name} is right", "broken"),
        ):
            show_rows(opened, look, rows, title=title, key=f"rows-{key}", most=MOST)
    st.caption(
        "The threshold above is that of the first model; the second one is called at "
        f"its own, {100 * limits[look.label.code]:.1f} %. Scores in the lists are "
        "those of the first."
    )
