"""What a table is: source, model, truth, and the command that made it."""

import streamlit as st

from ecgkt.results.cases.document import CasesDocument
from ecgkt.results.cases.groups import TITLES
from ecgkt.types.record import SIMULATED
from ecgkt.vocab.findings import find_measure
from pages.shared.html import render

FACTS = """
<details class="ek-verdict-line"><summary>{{ head.n_records }} ECGs of
{{ head.n_patients }} {% if head.simulated %}simulated {% endif %}patients,
{{ head.source.name }}
{%- if head.split %}, {{ head.split }} split{% endif %}; model {{ head.model.name }}
{{ head.model.version }} ({{ head.model.sha256[:12] }})</summary>
<p>{{ head.truth }} {{ head.n_scored }} ECGs have both scores and labels.
{%- if head.simulated %} {{ simulated }}.{% endif %}</p>
{% for name, rule in rules %}<p><b>{{ name }}.</b> {{ rule }}</p>
{% endfor %}
{% if never %}<p><b>Never measured here.</b> {{ never }}</p>{% endif %}
<p>For research and education. Made by <code>{{ head.command }}</code></p></details>
"""


SIMULATED_NOTE = (
    '<p class="ek-banner">Simulated ECGs, not from patients: what the model makes of '
    "them says nothing about real ones.</p>"
)


def show_simulated(head: CasesDocument) -> None:
    """Say above all figures that they are of simulated ECGs, where they are."""
    if head.simulated:
        st.html(SIMULATED_NOTE)


def show_facts(head: CasesDocument) -> None:
    """Draw one line, with all that must be known of a table folded under it."""
    named = {**TITLES, "map": "Map"}
    unmeasured = [one for one in head.measures if not one.n]
    never = "; ".join(
        f"{find_measure(one.name).title}: {one.why_not}" for one in unmeasured[:8]
    )
    more = f"; and {len(unmeasured) - 8} more" if len(unmeasured) > 8 else ""
    st.html(
        render(
            FACTS,
            head=head,
            rules=[(named[name], rule) for name, rule in head.rules.items()],
            never=f"{never}{more}",
            simulated=SIMULATED,
        )
    )
