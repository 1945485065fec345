"""Whose scores are compared, and what repeat error means here."""

import streamlit as st

from ecgkt.results.repeatability import RepeatabilityTable
from ecgkt.types.reading import ModelIdentity
from pages.shared.html import render

MODEL = """
<details class="ek-changes-more"><summary>Repeat error and model
<i>{{ model.name }} {{ model.version }}, weights {{ model.sha256[:12] }}</i></summary>
<p>{{ rule }}</p>
{% if foreign %}<p>These repeat errors are of other weights than the scores: the
statements' and laboratory limits may not hold.</p>{% endif %}
<p>Each figure stands in the model card under Measurements.</p></details>
"""


def show_model(model: ModelIdentity, table: RepeatabilityTable | None) -> None:
    """Say which weights spoke, and how repeat error was measured."""
    rule = table.rule if table else "No repeat errors are shipped: nothing is judged."
    foreign = table is not None and table.model.sha256 != model.sha256
    st.html(render(MODEL, model=model, rule=rule, foreign=foreign))
