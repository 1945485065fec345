"""The second result with age and sex: off until wanted, apart from the reading."""

from base64 import b64encode

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.plotting.attention import draw_attention
from ecgkt.report.context_words import (
    APART,
    ATTENTION,
    NAMES,
    NOTHING,
    TITLE,
    attention_text,
    change_text,
    gain_text,
    known_text,
    model_text,
    notable,
    shift_text,
    validity_text,
    verdict_text,
)
from ecgkt.results.context import ContextTable
from ecgkt.serving.client import ServingClient
from ecgkt.types.context import AGES, NO_VITALS, Context, ContextReading
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from ecgkt.vocab.persons import SEXES
from pages.read_ecg.request_context import request_context, set_shown
from pages.shared import resources
from pages.shared.html import render
from pages.shared.recording import SessionRecording
from pages.shared.text import show_error

ROWS = """
<div class="ek-measures"><table>
<thead><tr><th>Statement</th><th>ECG alone</th><th>With age and sex</th>
<th>What changed</th><th>Held-out patients</th></tr></thead><tbody>
{% for row in rows %}
<tr><th scope="row">{{ row.name }}</th><td>{{ row.before }}</td><td>{{ row.after }}</td>
<td>{{ row.shift }}</td><td>{{ row.validity }}</td></tr>
{% endfor %}
</tbody></table></div>
"""

STRIPS = """
<div class="ek-median">
<img alt="{{ spoken }}" src="data:image/svg+xml;base64,{{ svg }}">
</div>
"""


def show_context(
    client: ServingClient, held: SessionRecording, record: EcgRecord, reading: Reading
) -> None:
    """
    Offer the second result, where its network is shipped and the ECG was scored.

    Parameters
    ----------
    client : ServingClient
        Asks the inference worker.
    held : SessionRecording
        The recording.
    record : EcgRecord
        The same with what is stated of the person: what the fields begin with.
    reading : Reading
        Of the ECG alone; it stays as it is.
    """
    try:
        table = resources.get_document(ContextTable)
    except EcgktError as error:
        show_error(str(error))
        return
    if table is None or not reading.diagnoses or reading.model.adapter:
        return
    with st.container(key="context"):
        if st.toggle(TITLE, key="context_on", persist_state="session"):
            _show(client, held, record, reading)
        else:
            set_shown(held.key, reading, None)


@st.fragment
def _show(
    client: ServingClient, held: SessionRecording, record: EcgRecord, reading: Reading
) -> None:
    st.caption(f"{APART} {NO_VITALS.capitalize()}.")
    set_shown(held.key, reading, None)
    try:
        context = ask_context(held.key, record)
        if context is None:
            st.info("Enter an age, a sex or both.")
            return
        result = request_context(client, held, reading, context)
    except EcgktError as error:
        show_error(str(error), held.name)
        return
    set_shown(held.key, reading, result)
    show_result(record, result)


def ask_context(key: str, record: EcgRecord) -> Context | None:
    """Ask for age and sex, beginning with what is known; None while neither is."""
    low, high = AGES
    is_adult = record.age is not None and record.age >= low
    with st.container(horizontal=True, vertical_alignment="bottom"):
        age = st.number_input(
            "Age used (years)",
            min_value=int(low),
            max_value=int(high),
            value=round(record.age) if is_adult and record.age else None,
            placeholder="not used",
            key=f"context-age-{key[:12]}-{record.age}",
            width=180,
        )
        sex = st.selectbox(
            "Sex used",
            SEXES,
            index=SEXES.index(record.sex) if record.sex else None,
            format_func=str.capitalize,
            placeholder="not used",
            key=f"context-sex-{key[:12]}-{record.sex}",
            width=180,
        )
    return None if age is None and sex is None else Context(age=age, sex=sex)


def show_result(record: EcgRecord, result: ContextReading) -> None:
    """Draw the changed statements, what is known of them, and the attention."""
    changed = notable(result)
    st.markdown(f"**{known_text(result.context)}** · {gain_text(result)}")
    if changed:
        rows = [
            {
                "name": NAMES[one.code],
                "before": f"{one.probability:.3f}",
                "after": f"{one.with_context:.3f}",
                "shift": " · ".join(filter(None, (shift_text(one), verdict_text(one)))),
                "validity": validity_text(one),
            }
            for one in changed
        ]
        st.html(render(ROWS, rows=rows))
    else:
        most = max(result.scores, key=lambda one: abs(one.shift))
        st.markdown(
            f"{NOTHING} Most changed: {NAMES[most.code]} {change_text(most)}, "
            f"{shift_text(most)}."
        )
    # An image, for Streamlit's HTML leaves out a bare drawing.
    svg = b64encode(draw_attention(record, result).encode()).decode()
    st.html(render(STRIPS, spoken=attention_text(result), svg=svg))
    st.caption(f"{ATTENTION} Each row sums to 100 %. {model_text(result)}.")
