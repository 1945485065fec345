"""Age and sex on a print: beside their key, or alone as words that can be no other."""

import re
from collections.abc import Sequence

from ecgkt.io.age import read_age
from ecgkt.io.pdf.page_marks import Word
from ecgkt.io.person import Person
from ecgkt.vocab.persons import AGE_KEYS, SEX_KEYS, SEX_WORDS

LINE_PT, FAR_PT = 2.0, 150.0
"""A value stands on the line of its key, and not far to its right."""
MIN_LETTERS = 4
"""Of a word for a sex without a key: "M" alone may be anything."""

_AGE_KEY = "|".join(AGE_KEYS)
_SEX_KEY = "|".join((*SEX_KEYS, "gen", "geschl"))
_AGE = re.compile(rf"(?:{_AGE_KEY})\s?[:.]?\s{{0,3}}(.{{0,20}})", re.IGNORECASE)
_SEX = re.compile(rf"(?:{_SEX_KEY})\.?\s?:?\s{{0,3}}(.{{0,20}})", re.IGNORECASE)
_ALONE = re.compile(
    r"([0-9]{1,3}(?:\.[0-9]{1,2})?)\s?"
    r"(?:y|yr|yrs|years?|years? old|jahre?|j|ans|años|anos|anni)\.?"
    r"(?:[ ,/]\s{0,2}([^\W\d_]{1,12}))?",
    re.IGNORECASE,
)


def read_person_of(words: Sequence[Word]) -> Person:
    """
    Find age and sex among the words of a page.

    Parameters
    ----------
    words : sequence of Word
        In the direction of reading.

    Returns
    -------
    Person
        An age of 0 without a unit, which programs print where none is known, counts as
        not understood.
    """
    age, unread, sex = None, "", None
    words = [word._replace(text=part) for word in words for part in _parts(word.text)]
    for word in words:
        if (value := _value(_AGE, word, words)) is not None:
            found = read_age(value, language="alter")
            if found == 0 and value.strip() == "0":
                unread = "0"
            elif age is None:
                age = found
        if sex is None and (value := _value(_SEX, word, words)) is not None:
            sex = SEX_WORDS.get(value.strip(" .").lower())
        match = _ALONE.fullmatch(word.text)
        if match and age is None:
            age = float(match[1])
            sex = sex or SEX_WORDS.get((match[2] or "").lower())
        if sex is None and len(word.text) >= MIN_LETTERS:
            sex = SEX_WORDS.get(word.text.lower())
    return Person(age, sex, "" if age is not None else unread)


def _parts(text: str) -> list[str]:
    """Part a line of several facts: "56 years · female · 500 Hz"."""
    return re.split(r"\s?[·|;]\s?", text)


def _value(key: re.Pattern[str], word: Word, words: Sequence[Word]) -> str | None:
    """Return what stands behind a key, or in the next word to its right."""
    match = key.fullmatch(word.text)
    if match is None or match[1].strip():
        return match[1] if match else None
    right = [
        other
        for other in words
        if abs(other.y - word.y) < LINE_PT and 0 < other.x - word.x < FAR_PT
    ]
    return min(right, key=lambda other: other.x).text if right else None
