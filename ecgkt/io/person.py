"""Age and sex from a file's comment lines, in every wording that has one meaning."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from unicodedata import normalize

from ecgkt.io.age import read_age
from ecgkt.types.quoted import quoted
from ecgkt.types.record import Sex
from ecgkt.vocab.persons import (
    AGE_KEYS,
    OTHER_AGES,
    QUALIFIERS,
    SEX_KEYS,
    SEX_WORDS,
    UNKNOWN_WORDS,
    YEARS_PER,
)

SHOWN = 12
"""Characters of a value that is not understood: enough to find it, too few for more."""

MAX_LINE = 1000
"""Characters of a comment that are looked at."""

_KEYS = "|".join(sorted(AGE_KEYS + SEX_KEYS, key=len, reverse=True))
_KEY = re.compile(
    rf"(?<![^\W\d_])<?(?:patient(?:'?s)?[ _-]?)?(?P<key>{_KEYS})"
    rf"(?P<tail>(?:,\s?(?:{_KEYS}))?[^:=<>;|,\t\d()]{{0,30}})"
    r"(?P<legend>\([^()]{0,60}\))?[ ]?(?:>?\s?[:=]|>)",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?:^|(?<=[;,|\t])\s?)(?P<key>{_KEYS})(?P<tail>)(?P<legend>)\s{{1,4}}(?=[\w<>~])",
    re.IGNORECASE,
)
_OTHER_AGE = re.compile(rf"\b(?:{'|'.join(OTHER_AGES)})[ _-]{{0,2}}$", re.IGNORECASE)
_END = re.compile(r"<[^\W\d_]|[;|\t]|,(?![0-9])|[^\s:=;|,<]{1,40}\s?[:=]")
_OF_MIT = re.compile(r"([0-9]{1,3})[ \t]+([MF])([ \t].*)?")
_MEANING = re.compile(r"([0-9])\s?[=:(-]\s?([^\W\d_]{1,12})")


class Person(NamedTuple):
    """
    What a file says of the person.

    Attributes
    ----------
    age : float or None
        Years.
    sex : Sex or None
        "male" or "female".
    unread_age, unread_sex : str
        Values that are there and are not understood, cut to `SHOWN` characters.
    """

    age: float | None = None
    sex: Sex | None = None
    unread_age: str = ""
    unread_sex: str = ""


class _Field(NamedTuple):
    """One key of a line with its value, and what stands between them."""

    key: str
    words: tuple[str, ...]
    legend: str
    value: str
    is_bare: bool


def read_person(comments: Sequence[str]) -> Person:
    """
    Find age and sex in comment lines.

    Parameters
    ----------
    comments : sequence of str
        Without their mark; one field a line, or several.

    Returns
    -------
    Person
        Of several statements the first that is understood. Digits for a sex mean
        different things in different places: they are taken only with their meaning
        beside them, "Sex (0=male, 1=female): 1".

    References
    ----------
    .. [1] "WFDB applications guide, header(5)", PhysioNet: info strings such as
       ``<age>: 51 <sex>: F <diagnoses>: ...``; MIT-BIH writes ``69 M 1085 ...``.

    Examples
    --------
    >>> read_person(["<age>: 9  <sex>: M  <diagnoses> none"])[:2]
    (9.0, 'male')
    >>> read_person(["Age: 6 months"]).age, read_person(["Age: 6 lunes"]).unread_age
    (0.5, '6 lunes')
    """
    # One code for one letter: accents apart and wide colons occur in files.
    lines = [normalize("NFKC", line[:MAX_LINE]).strip() for line in comments]
    found = [_person_of(field) for line in lines for field in _fields(line)]
    found += [
        Person(float(match[1]), SEX_WORDS[match[2].lower()])
        for line in lines[:1]
        if (match := _OF_MIT.fullmatch(line))
    ]
    age = next((one.age for one in found if one.age is not None), None)
    sex = next((one.sex for one in found if one.sex is not None), None)
    unread_age = next((one.unread_age for one in found if one.unread_age), "")
    unread_sex = next((one.unread_sex for one in found if one.unread_sex), "")
    return Person(
        age, sex, "" if age is not None else unread_age, "" if sex else unread_sex
    )


def person_notes(person: Person, stated_sex: str | None) -> tuple[str, ...]:
    """Say that a sex was not understood; the same of an age is said by its gate."""
    said = quoted(person.unread_sex)
    if not person.unread_sex or stated_sex is not None:
        return ()
    return (
        f"The file states a sex that could not be understood ({said}) "
        "and counts as not known. State it, male or female.",
    )


def _fields(line: str) -> Iterator[_Field]:
    """Take a line apart into the keys that are known, each with its value."""
    matches = [*_KEY.finditer(line), *_BARE.finditer(line)]
    starts = [match.start() for match in matches]
    for match in matches:
        legend = match["legend"] or ""
        words = tuple(re.findall(r"[^\W\d_]+", (match["tail"] + legend).lower()))
        if not _is_of_person(line, match, words):
            continue
        is_both = any(word in AGE_KEYS + SEX_KEYS for word in words)
        rest = line[match.end() : match.end() + 60]
        ends = [at - match.end() for at in starts if at >= match.end()]
        if end := _END.search(rest, 1 if rest[:1] == "<" else 0):
            ends += [] if is_both and end[0] == "," else [end.start()]
        value = rest[: min(ends, default=len(rest))]
        value = value.strip(" .\"'()[]{}")
        yield _Field(match["key"].lower(), words, legend, value, match.re is _BARE)


def _is_of_person(line: str, match: re.Match[str], words: tuple[str, ...]) -> bool:
    """Tell "Age (years)" from "Agent", and from "age at onset"."""
    tail = match["tail"]
    if tail[:1].isalpha() and tail.strip().lower() not in QUALIFIERS | set(YEARS_PER):
        return False
    known = QUALIFIERS.union(YEARS_PER, AGE_KEYS, SEX_KEYS)
    is_known = match["key"].lower() in SEX_KEYS or known.issuperset(words)
    return is_known and not _OTHER_AGE.search(line[: match.start()])


def _person_of(field: _Field) -> Person:
    has_age = field.key in AGE_KEYS or any(word in AGE_KEYS for word in field.words)
    has_sex = field.key in SEX_KEYS or any(word in SEX_KEYS for word in field.words)
    age_text, sex_text = field.value, field.value
    if has_age:
        age_text, found = _without_sex(field.value, is_both=has_sex)
        sex_text = found if field.key in AGE_KEYS or has_sex else sex_text
    age, unread_age = _age_of(age_text, field) if has_age else (None, "")
    sex, unread_sex = _sex_of(sex_text, field.legend)
    if field.is_bare:
        return Person(age, sex)
    return Person(age, sex, unread_age, unread_sex)


def _without_sex(value: str, *, is_both: bool) -> tuple[str, str]:
    """Part "45/M" or "45 female"; a lone m or w may be a unit and stays."""
    spaced = re.sub(r"(?<=[0-9])(?=f$)", " ", value, flags=re.IGNORECASE)
    parts = [part for part in re.split(r"\s*[/,]\s*|\s+", spaced) if part]
    is_apart = is_both or "/" in value
    for part in parts:
        if part.lower() in SEX_WORDS and (is_apart or part.lower() not in ("m", "w")):
            return " ".join(other for other in parts if other is not part), part
    return value, ""


def _age_of(text: str, field: _Field) -> tuple[float | None, str]:
    if _is_unknown(text):
        return None, ""
    unit = next((word for word in field.words if word in YEARS_PER), "")
    age = read_age(text, unit=unit, language=field.key)
    return (None, _cut(text)) if age is None else (age, "")


def _sex_of(text: str, legend: str) -> tuple[Sex | None, str]:
    if _is_unknown(text):
        return None, ""
    plain = text.lower().strip(" .")
    meanings = dict(_MEANING.findall(f"{legend} {plain}".lower()))
    word = meanings.get(plain[:1], plain) if plain[:1].isdigit() else plain
    sex = SEX_WORDS.get(word)
    return sex, "" if sex else _cut(text)


def _is_unknown(text: str) -> bool:
    return text.lower().replace(" ", "").strip("._\"'()[]") in UNKNOWN_WORDS


def _cut(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())[:SHOWN]
