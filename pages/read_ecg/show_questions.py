"""Questions that the reading answers, each with where the answer comes from."""

import streamlit as st

from ecgkt.report.questions.answer import KINDS, Answer
from ecgkt.report.questions.ask import EXAMPLES, MAX_QUESTION, answer_question
from ecgkt.types.reading import Reading
from pages.shared.html import render

ANSWER = """
<div class="ek-answer{% if answer.kind == 'none' %} ek-quiet{% endif %}" role="status">
<p><b>{{ kinds[answer.kind] }}</b> {{ answer.text }}</p>
{% if answer.source %}<p class="ek-small">{{ answer.source }}</p>{% endif %}
</div>
"""


def show_questions(reading: Reading) -> None:
    """
    Draw the box, closed; it answers only from the reading, by fixed rules.

    Parameters
    ----------
    reading : Reading
        With or without scores.
    """
    box = st.expander("Ask this reading", key="ask-box", on_change="rerun")
    if not box.open:
        return
    with box:
        asked = st.text_input(
            "Question",
            placeholder=" ".join(EXAMPLES),
            max_chars=MAX_QUESTION,
            label_visibility="collapsed",
            key="question",
        )
        if asked.strip():
            st.html(answer_html(answer_question(asked, reading)))


def answer_html(answer: Answer) -> str:
    """Return an answer with its kind and its source."""
    return render(ANSWER, answer=answer, kinds=KINDS)
