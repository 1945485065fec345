"""The second opinion beside the main model, with the whole sum behind a statement."""

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.plotting.waterfall import plot_bins, plot_waterfall
from ecgkt.results.second_opinion import SecondOpinionTable
from ecgkt.serving.client import ServingClient
from ecgkt.types.reading import Reading, Score
from ecgkt.types.second_opinion import SecondOpinionReading
from ecgkt.types.upload import StatedPerson
from ecgkt.vocab.statements import MIN_POSITIVES
from pages.read_ecg.request_opinion import in_order, request_opinion
from pages.shared import resources
from pages.shared.recording import Asked, SessionRecording
from pages.shared.text import escape_markdown, show_error

TITLE = "Second opinion with its exact arithmetic"
CAVEAT = (
    "Exact arithmetic of the second opinion, not of the main model: it says where the "
    "arithmetic happened, not where disease is. aVR, aVL, aVF and III follow from I "
    "and II and are no input of their own. Research and education only."
)
CANCELLED = (
    "Less than a tenth of what was added was not taken away again (net/abs < 0.1): "
    "the result is a small difference of large parts; do not read the parts singly."
)
BIAS_LED = (
    "More than four fifths of this result is there without any signal (bias share > "
    "0.8): the parts say little about it."
)


def show_second_opinion(
    client: ServingClient,
    held: SessionRecording,
    reading: Reading,
    person: StatedPerson,
) -> None:
    """
    Offer the second opinion, where one is shipped and the recording was scored.

    Parameters
    ----------
    client : ServingClient
        Asks the inference worker.
    held : SessionRecording
        The recording.
    reading : Reading
        What the main model says of it.
    person : StatedPerson
        What the user states of the person.
    """
    try:
        table = resources.get_document(SecondOpinionTable)
    except EcgktError as error:
        show_error(str(error))
        return
    if table is None or not reading.diagnoses:
        return
    with st.container(key="exact"):
        if st.toggle(TITLE, key="exact_on"):
            _show_opinion(client, held, reading, person)


@st.fragment
def _show_opinion(
    client: ServingClient,
    held: SessionRecording,
    reading: Reading,
    person: StatedPerson,
) -> None:
    table = resources.get_document(SecondOpinionTable)
    assert table is not None
    scores = {score.code: score for score in in_order(reading.diagnoses)}
    code = st.selectbox(
        "Statement",
        list(scores),
        format_func=lambda code: f"{scores[code].name} ({code})",
        key=f"exact-{held.key}",
    )
    try:
        asked = Asked(person, reading.record.start_s)
        opinion = request_opinion(client, held, asked, code)
    except EcgktError as error:
        show_error(str(error), held.name)
        return
    _show_verdicts(scores[code], opinion, table)
    show_sum(opinion)
    st.caption(CAVEAT)
    st.caption(
        f"{opinion.model.name} {opinion.model.version} · sha256 "
        f"{opinion.model.sha256[:12]} · {differences_text(scores, opinion, table)}"
    )


def _show_verdicts(
    score: Score, opinion: SecondOpinionReading, table: SecondOpinionTable
) -> None:
    main, second = st.columns(2)
    with main.container(border=True, gap="xxsmall"):
        st.metric("Main model", f"{score.probability:.3f}")
        st.caption(verdict_text(score.probability, score.threshold))
        st.caption(auroc_text(score.auroc, score.auroc_ci))
    code, pair = score.code, table.label(score.code)
    with second.container(border=True, gap="xxsmall"):
        st.metric("Second opinion", f"{opinion.probabilities[code]:.3f}")
        st.caption(verdict_text(opinion.probabilities[code], opinion.thresholds[code]))
        st.caption(auroc_text(pair.auroc, pair.auroc_ci) if pair else "not measured")
    if not score.validated:
        st.caption(
            f"Not validated: fewer than {MIN_POSITIVES} held-out ECGs carry this "
            "statement."
        )


def verdict_text(probability: float, threshold: float) -> str:
    """Return what the threshold makes of a calibrated probability."""
    word = "detected" if probability >= threshold else "not detected"
    return f"{word}, threshold {threshold:.3f}"


def auroc_text(auroc: float | None, ends: tuple[float, float] | None) -> str:
    """Return the measured validity."""
    if auroc is None:
        return "AUROC not measured"
    interval = f" [{ends[0]:.2f}–{ends[1]:.2f}]" if ends else ""
    return f"AUROC {auroc:.2f}{interval} on held-out patients"


def show_sum(opinion: SecondOpinionReading) -> None:
    """Draw the sum by lead and by time, with what warns of reading too much in it."""
    st.markdown(
        f"**The sum.** Without a signal {opinion.constant:+.2f}, the leads "
        f"{opinion.log_odds - opinion.constant:+.2f}, log-odds {opinion.log_odds:+.2f} "
        f"· net/abs {opinion.net_share:.2f} · bias share {opinion.bias_share:.2f}"
    )
    for is_so, text in (
        (opinion.is_cancelled, CANCELLED),
        (opinion.is_bias_led, BIAS_LED),
    ):
        if is_so:
            st.warning(text, icon=":material/warning:")
    st.plotly_chart(
        plot_waterfall(opinion), key="exact-leads", alt="Log-odds added by each lead"
    )
    st.plotly_chart(
        plot_bins(opinion), key="exact-bins", alt="Log-odds by lead and 40 ms of time"
    )


def differences_text(
    scores: dict[str, Score], opinion: SecondOpinionReading, table: SecondOpinionTable
) -> str:
    """Name the validated statements on which the two opinions differ."""
    names = [
        escape_markdown(score.name)
        for code, score in scores.items()
        if score.validated
        and ((pair := table.label(code)) and pair.positives >= MIN_POSITIVES)
        and score.positive != (opinion.probabilities[code] >= opinion.thresholds[code])
    ]
    if not names:
        return "both opinions give the same verdict on all validated statements"
    return f"the opinions differ on: {', '.join(names)}"
