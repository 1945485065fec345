"""A question about one reading, answered out of it by fixed rules."""

import re
from collections.abc import Callable

from ecgkt.report.impression.impression import impression_of
from ecgkt.report.measured_words import OVERREAD, disagreement_text
from ecgkt.report.model_words import model_text
from ecgkt.report.noise_words import lead_notes
from ecgkt.report.questions.answer import Answer
from ecgkt.report.questions.measured_answers import (
    lead_answer,
    leads_answer,
    measured_answer,
)
from ecgkt.report.questions.statement_answers import lab_answer, statement_answer
from ecgkt.types.impression import SOURCES
from ecgkt.types.reading import Reading
from ecgkt.vocab import questions as phrases
from ecgkt.vocab.critical import RULES

BEYOND = (
    "The reading does not hold that: it knows this one ECG, and neither the patient, "
    "earlier ECGs, causes nor what to do."
)
UNKNOWN = (
    "The reading holds no answer to that. It can be asked for rhythm, heart rate, PR, "
    "QRS, QT and QTc, axes, ST, T and Q of the leads, its statements, laboratory "
    "estimates, what is critical, and its quality."
)
EXAMPLES = ("Is QTc prolonged?", "Any ST elevation?", "Can I trust this?")
REGULARITY = (
    "regular",
    "irregular",
    "irregular_without_p",
    "irregular_ectopic",
    "irregular_dropped",
    "sinus_arrhythmia",
)
"""Findings of whether beats come evenly."""
MAX_QUESTION = 200
"""Characters that are looked at."""


def answer_question(question: str, reading: Reading) -> Answer:
    """
    Answer a question out of a reading, or say that it holds no answer.

    Parameters
    ----------
    question : str
        English, as it is typed.
    reading : Reading
        With or without scores.

    Returns
    -------
    Answer
        The same question and reading give the same answer.
    """
    asked = phrases.plain(question[:MAX_QUESTION])
    for words, reply in RULES_IN_ORDER:
        if words.search(asked):
            return reply(reading)
    return Answer(UNKNOWN, "none")


def _beyond(_reading: Reading) -> Answer:
    return Answer(BEYOND, "none")


def _summary(reading: Reading) -> Answer:
    impression = impression_of(reading)
    sources = dict.fromkeys(SOURCES[chip.source] for chip in impression.chips)
    return Answer(impression.sentence, "reading", ", ".join(sources))


def _rhythm(reading: Reading) -> Answer:
    impression = impression_of(reading)
    first = impression.chips[:1]
    if not first:
        return Answer(impression.sentence, "quality", "Quality gates")
    regular = [f.text for f in reading.findings if f.code in REGULARITY]
    text = " ".join([f"{first[0].text}.", *regular[:1]])
    return Answer(text, "reading", SOURCES[first[0].source])


def _critical(reading: Reading) -> Answer:
    found = impression_of(reading).critical
    if not found:
        text = "No rule of what needs a physician at once is met. "
        return Answer(f"{text}{OVERREAD}", "measured", f"{len(RULES)} measured rules")
    text = " ".join(f"{RULES[item.rule].title}: {item.text}" for item in found)
    return Answer(text, "measured", "; ".join(item.source for item in found))


def _trust(reading: Reading) -> Answer:
    quality = reading.quality
    words = {
        "accept": "The recording passed every quality gate.",
        "warn": "The recording was accepted with warnings.",
        "refuse": "The recording was not scored.",
    }
    against = [text for f in reading.findings if (text := disagreement_text(f))]
    unsure = sum(s.positive and not s.validated for s in reading.diagnoses)
    parts = [words[quality.verdict], *quality.reasons, *against]
    if unsure:
        parts.append(f"{unsure} of the statements called are not validated.")
    return Answer(
        " ".join([*parts, OVERREAD]),
        "quality",
        "Quality gates; each statement's validity stands beside it",
    )


def _noise(reading: Reading) -> Answer:
    notes = lead_notes(reading.quality.noise)
    if not notes:
        text = "No lead has more noise than its waves bear."
        return Answer(text, "quality", "Quality gates")
    text = "; ".join(f"{lead}: {note}" for lead, note in notes.items())
    return Answer(f"{text}.", "quality", "Quality gates, height of QRS over noise")


def _disagree(reading: Reading) -> Answer:
    found = [f for f in reading.findings if f.disagrees]
    if not found:
        text = "No finding disagrees with the model."
        return Answer(text, "reading", "Findings and statements")
    text = " ".join(f"{f.text} {disagreement_text(f)}" for f in found)
    return Answer(text, "reading", "; ".join(f.source for f in found))


def _leads_there(reading: Reading) -> Answer:
    record = reading.record
    text = f"There are {', '.join(record.leads)}."
    if record.derived_leads:
        text += f" Derived: {', '.join(record.derived_leads)}."
    return Answer(text, "record", record.format)


def _person(reading: Reading) -> Answer:
    record = reading.record
    age = record.age_years
    told = "not known" if age is None else f"{age:.3g} years"
    text = f"Age {told}; sex {record.sex or 'not known'}."
    return Answer(text, "record", "As stated in the file or entered")


def _length(reading: Reading) -> Answer:
    record = reading.record
    text = f"{record.duration_s:.1f} s at {record.fs:g} Hz."
    return Answer(text, "record", record.format)


def _model(reading: Reading) -> Answer:
    return Answer(f"{model_text(reading.model)}.", "reading", "Model card")


def _of_measure(row: phrases.Named) -> Callable[[Reading], Answer]:
    return lambda reading: measured_answer(reading, row.names)


def _of_leads(row: phrases.Named) -> Callable[[Reading], Answer]:
    asked = {"st_up_": "ST elevation", "st_down_": "ST depression", "st_": "ST"}
    names = {**asked, "t_down_": "T inversion", "q_": "Q waves"}
    return lambda reading: lead_answer(reading, row.names, names[row.names[0]])


def _of_statement(row: phrases.Named) -> Callable[[Reading], Answer]:
    return lambda reading: statement_answer(reading, row.names)


def _of_lab(row: phrases.Named) -> Callable[[Reading], Answer]:
    return lambda reading: lab_answer(reading, row.names)


Rule = tuple[re.Pattern[str], Callable[[Reading], Answer]]
RULES_IN_ORDER: tuple[Rule, ...] = (
    (phrases.PERSON, _person),
    (phrases.BEYOND, _beyond),
    (phrases.MODEL, _model),
    (phrases.LENGTH, _length),
    (phrases.NOISE, _noise),
    (phrases.MISSING, _leads_there),
    *((row.words, _of_lab(row)) for row in phrases.LABS),
    *((row.words, _of_statement(row)) for row in phrases.STATEMENTS),
    *((row.words, _of_leads(row)) for row in phrases.FINDINGS),
    *((row.words, _of_measure(row)) for row in phrases.MEASURES),
    (phrases.RHYTHM, _rhythm),
    (phrases.CRITICAL, _critical),
    (phrases.DISAGREE, _disagree),
    (phrases.LEADS, leads_answer),
    (phrases.TRUST, _trust),
    (phrases.SUMMARY, _summary),
)
"""The first whose words are in the question answers it."""
