"""Answers out of what the model says, with what measurement says of the same."""

from ecgkt.report.draft.draft_text import auroc_text
from ecgkt.report.lab_words import lab_auroc_text, ratio_text
from ecgkt.report.questions.answer import NOT_RULED_OUT, Answer
from ecgkt.types.measurements import Finding
from ecgkt.types.reading import LabScore, Reading, Score
from ecgkt.vocab.findings import FINDINGS
from ecgkt.vocab.labs import lab_title

NOT_LOOKED_FOR = (
    "This is not among the statements that are looked for: the reading cannot say."
)


def statement_answer(reading: Reading, codes: tuple[str, ...]) -> Answer:
    """
    Say whether the model detects one of some statements, and what was measured.

    Parameters
    ----------
    reading : Reading
        Any.
    codes : tuple of str
        Of statements; empty for what nobody looks for.

    Returns
    -------
    Answer
    """
    if not codes:
        return Answer(NOT_LOOKED_FOR, "none")
    scores = [score for score in reading.diagnoses if score.code in codes]
    wanted = set(codes)
    told = [f for f in reading.findings if not FINDINGS[f.code].is_normal]
    supports = [f for f in told if wanted & set(f.supports)]
    if not scores:
        return _without_model(reading, supports)
    called = sorted(
        (score for score in scores if score.positive),
        key=lambda score: (not score.validated, -score.probability),
    )
    denied = {score.code for score in called} or wanted
    against = [f for f in reading.findings if denied & set(f.contradicts)]
    best = called[0] if called else max(scores, key=lambda s: s.probability)
    text = _verdict(best, supports, against)
    return Answer(text, "model", _source(best, [*supports, *against]))


def _without_model(reading: Reading, supports: list[Finding]) -> Answer:
    reasons = " ".join(reading.quality.reasons)
    said = f"The model did not score this recording. {reasons}".strip()
    measured = " ".join(finding.text for finding in supports)
    sources = "; ".join(finding.source for finding in supports)
    return Answer(
        " ".join(filter(None, (said, measured))),
        "measured" if supports else "quality",
        sources or "Quality gates",
    )


def _verdict(best: Score, supports: list[Finding], against: list[Finding]) -> str:
    score = f"{best.name} {best.probability:.2f} (threshold {best.threshold:.2f})"
    doubt = "" if best.validated else " The model is not validated for it."
    if best.positive and against:
        return (
            f"The model says so, {score}, but measurement contradicts it: "
            f"{against[0].text}{doubt}"
        )
    if best.positive and supports:
        return f"Yes, by model and measurement: {score}. {supports[0].text}{doubt}"
    if best.positive:
        return f"Likely, by the model alone: {score}.{doubt}"
    if supports:
        pointing = f"What was measured may point to it: {supports[0].text}"
        return f"The model does not detect it: {score}. {pointing}"
    measured = f"{against[0].text} " if against else ""
    return f"Not detected: {score}. {measured}{NOT_RULED_OUT}"


def _source(score: Score, findings: list[Finding]) -> str:
    sources = [f"Statement {score.code}, {auroc_text(score)}"]
    return "; ".join([*sources, *(finding.source for finding in findings[:2])])


def lab_answer(reading: Reading, titles: tuple[str, ...]) -> Answer:
    """
    Say by how much an ECG shifts the odds of laboratory abnormalities.

    Parameters
    ----------
    reading : Reading
        Any.
    titles : tuple of str
        Of abnormalities; empty for all.

    Returns
    -------
    Answer
        Only what can be read from an ECG at all.
    """
    if not reading.labs:
        return Answer("No laboratory value was estimated for it.", "quality")
    shown = [lab for lab in reading.labs if lab.is_shown]
    if titles:
        shown = [lab for lab in shown if lab_title(lab) in titles]
    else:
        shown = [lab for lab in shown if lab.flagged]
    if not shown:
        text = (
            "That cannot be read from an ECG with the data at hand."
            if titles
            else "The ECG speaks for no laboratory abnormality."
        )
        return Answer(text, "estimate")
    text = " ".join(map(_lab_sentence, shown))
    validity = "; ".join(
        f"{lab_title(lab)}, {lab_auroc_text(lab.auroc, lab.auroc_ci)} in "
        f"{lab.n_patients} patients"
        for lab in shown
    )
    return Answer(f"{text} Only a blood test can tell.", "estimate", validity)


def _lab_sentence(lab: LabScore) -> str:
    verdict = (
        "the ECG speaks for it"
        if lab.flagged
        else "the ECG speaks against it"
        if lab.speaks_against
        else "the ECG says little of it"
    )
    return f"{lab_title(lab)}: odds {ratio_text(lab)}, {verdict}."
