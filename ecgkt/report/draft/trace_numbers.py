"""Where each number of a text comes from: the measurement, the score, the quality."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ecgkt.report.finding_words import value_of
from ecgkt.types.reading import LabScore, Reading, Score
from ecgkt.vocab.findings import find_measure, number_text
from ecgkt.vocab.labs import lab_title

NUMBER = re.compile(
    r"(?<![\w.])(?:(?<!\d)[−-])?\d+(?:\.\d+)?(?!(?:st|nd|rd|th)\b)(?![A-Z]|\.?\d)"
)
"""Not the number of a lead (V1), of an order (2nd) or of a code (1AVB)."""
SEGMENTS = re.compile(r"\n|·|;")


class Known(NamedTuple):
    """A number that a reading holds: as it is printed, whose it is, and its words."""

    text: str
    source: str
    words: str = ""


class TracedNumber(NamedTuple):
    """
    One number of a text.

    Attributes
    ----------
    text : str
        As it stands there, with a true minus sign.
    segment : str
        What it stands in.
    source : str
        The place in the reading that it comes from; empty if there is none.
    """

    text: str
    segment: str
    source: str


def trace_numbers(text: str, reading: Reading) -> tuple[TracedNumber, ...]:
    """
    Find each number of a text in a reading.

    Parameters
    ----------
    text : str
        A draft, or what a reader made of it.
    reading : Reading
        That it speaks of.

    Returns
    -------
    tuple of TracedNumber
        In the order of the text. Where several places of the reading hold the number,
        the one is taken that the words before it name.
    """
    known: dict[str, list[Known]] = {}
    for one in known_numbers(reading):
        known.setdefault(one.text, []).append(one)
    return tuple(
        TracedNumber(number, segment, _source(known.get(number, []), before, segment))
        for segment in SEGMENTS.split(text)
        for number, before in _numbers(segment)
    )


def foreign_numbers(text: str, reading: Reading) -> tuple[str, ...]:
    """
    List the numbers of a text that the reading does not hold.

    Parameters
    ----------
    text : str
        What a reader wrote.
    reading : Reading
        That it speaks of.

    Returns
    -------
    tuple of str
        Each once; empty for a draft that nobody changed.
    """
    found = trace_numbers(text, reading)
    return tuple(dict.fromkeys(number.text for number in found if not number.source))


def known_numbers(reading: Reading) -> Iterator[Known]:
    """Yield every number that a report may print, with the place that it is from."""
    yield from _measured(reading)
    for finding in reading.findings:
        source = f"findings.{finding.code}"
        for number, _ in _numbers(value_of(finding)):
            yield Known(number, f"{source}.value", finding.text)
        if finding.beats is not None:
            yield Known(str(finding.beats), f"{source}.beats", finding.text)
    for part in ("diagnoses", "superclasses", "labs"):
        for score in getattr(reading, part):
            yield from _of_score(score, f"{part}.{_name(score)}")
    if reading.fewer_leads:
        for score in reading.fewer_leads.scores:
            yield from _of_score(score, f"fewer_leads.{score.code}")
    yield from _quoted(reading)


def _quoted(reading: Reading) -> Iterator[Known]:
    """Yield the numbers of sentences that a report repeats as they are."""
    told = {
        "quality.reasons": reading.quality.reasons,
        "record.warnings": reading.record.warnings,
    }
    for source, sentences in told.items():
        for sentence in sentences:
            for number, _ in _numbers(sentence):
                yield Known(number, source, sentence)


def _name(score: Score | LabScore) -> str:
    return lab_title(score) if isinstance(score, LabScore) else score.code


def _measured(reading: Reading) -> Iterator[Known]:
    for name, measured in reading.measurements.items():
        source, words = f"measurements.{name}", find_measure(name).title
        if measured.value is not None:
            yield Known(number_text(name, measured.value), source, words)
        if measured.error_ms is not None:
            error = number_text(name, measured.error_ms)
            yield Known(error, f"{source}.error_ms", words)
        if measured.n_beats is not None:
            yield Known(str(measured.n_beats), f"{source}.n_beats", words)
        for number, _ in _numbers(f"{measured.reason} {measured.note}"):
            yield Known(number, f"{source}.reason", measured.reason)


def _of_score(score: Score | LabScore, source: str) -> Iterator[Known]:
    is_lab = isinstance(score, LabScore)
    words = lab_title(score) if isinstance(score, LabScore) else score.name
    digits = 2 if is_lab else 3
    values = [("probability", score.probability, 2), ("threshold", score.threshold, 2)]
    if score.auroc is not None:
        values.append(("auroc", score.auroc, digits))
    values += [("auroc_ci", end, digits) for end in score.auroc_ci or ()]
    if isinstance(score, LabScore):
        ratios = (score.likelihood_ratio, *score.likelihood_ratio_ci)
        values += [("likelihood_ratio", ratio, 2) for ratio in ratios]
    for field, value, decimals in values:
        yield Known(f"{value:.{decimals}f}", f"{source}.{field}", words)


def _numbers(segment: str) -> Iterator[tuple[str, str]]:
    """Yield each number with what stands before it."""
    for match in NUMBER.finditer(segment):
        yield match.group().replace("-", "−"), segment[: match.start()]


def _source(known: list[Known], before: str, segment: str) -> str:
    quoted = [one for one in known if one.words == segment.strip()]
    named = [one for one in known if one.words and one.words in before]
    # What is named last stands next to the number.
    named.sort(key=lambda one: before.rindex(one.words))
    return next((one.source for one in [*quoted, *named[::-1], *known]), "")
