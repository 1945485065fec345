"""One age as files write it, in years."""

import re

from ecgkt.config import QualityConfig
from ecgkt.types.upload import MAX_AGE
from ecgkt.vocab.persons import NEWBORN_WORDS, YEARS_PER

PTB_XL_OLD = 300.0
"""How PTB-XL writes every age above 89."""

OLDEST = 130.0
"""Years; beyond them a number is no age."""

MONTH = YEARS_PER["month"]
_ADULT = QualityConfig().min_age
_STANDARD = re.compile(r"([0-9]{3})([dwmy])|p([0-9]{1,4})([dwmy])")
_ABOUT = re.compile(r"(?:~|≈|ca\.?|circa|about|approx\.?|approximately|etwa)\s{0,3}")
_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen"
)
_WORDS = _NUMBERS.split()
_COUNTED = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b")
"""A child's age in words."""

_YEAR_FIRST = re.compile(r"([0-9]{4})[-./]?([0-9]{2})[-./]?([0-9]{2})")
_OLD = re.compile(r"[ -]?old$")
_OPEN = re.compile(
    r"^(?:>=?|≥|over|above|über)\s{0,3}"
    r"|\s{0,3}(?:\+|(?:and|or|und|oder) (?:older|over|more|above|älter|mehr))$"
)
_PART = re.compile(
    r"([0-9]{1,5}(?:[.,][0-9]{1,8})?)[ -]?\(?(y/o|y\.o|[^\W\d_]{1,12})?\.?\)?"
    r"\s{0,3}(?:,|and|und|et)?\s{0,3}"
)


def read_age(text: str, *, unit: str = "", language: str = "age") -> float | None:
    """
    Turn the text of one age into years.

    Parameters
    ----------
    text : str
        Without its key: "41.5", "6 months", "2 y 3 mo", "045Y", "P6M", "> 89", "90+".
    unit : str
        That the key states, for a number without one: "age (months)".
    language : str
        The key's word: in a German or Dutch file "J" is a year.

    Returns
    -------
    float or None
        None if the text has no one meaning: a lone "m" from 18 on may be months or
        male. Of "> 89" the number is taken, if whoever is older is an adult.

    References
    ----------
    .. [1] "DICOM PS3.5", 6.2, value representation AS: ``045Y``, ``006M``.
    .. [2] "ISO 8601-1", durations: ``P6M``.

    Examples
    --------
    >>> [read_age(text) for text in ("045Y", "006M", "1 year 6 months", "90+", "45 M")]
    [45.0, 0.5, 1.5, 90.0, None]
    """
    plain = _ABOUT.sub("", text.strip(" .\"'()[]{}").casefold(), count=1)
    plain = _COUNTED.sub(_in_digits, _OLD.sub("", plain))
    if plain in NEWBORN_WORDS:
        return 0.0
    if match := _STANDARD.fullmatch(plain):
        number, letter = int(match[1] or match[3]), match[2] or match[4]
        return number * (MONTH if letter == "m" else YEARS_PER[letter])
    closed = _OPEN.sub("", plain)
    years = _sum_of_parts(closed, unit, language)
    if years == PTB_XL_OLD:
        return MAX_AGE
    is_child = closed != plain and years is not None and years < _ADULT
    return None if years is None or years > OLDEST or is_child else years


def _sum_of_parts(text: str, unit: str, language: str) -> float | None:
    """Add up numbers with units; a lone number is of the key's unit, or in years."""
    parts = list(_PART.finditer(text))
    if not parts or "".join(part[0] for part in parts) != text:
        return None
    units = [part[2] or "" for part in parts]
    if len(parts) > 1 and "" in units:
        return None
    total = 0.0
    for place, part in enumerate(parts):
        number = float(part[1].replace(",", "."))
        years_per = _years_per(units[place] or unit or "years", language)
        if units[place] == "m" and (place or number < _ADULT):
            years_per = MONTH
        if years_per is None:
            return None
        total += number * years_per
    return total


def _years_per(word: str, language: str) -> float | None:
    is_german_year = word == "j" and language in ("alter", "leeftijd")
    return 1.0 if is_german_year else YEARS_PER.get(word.replace("y.o", "yo"))


def _in_digits(match: re.Match[str]) -> str:
    return str(_WORDS.index(match[0]) + 1)


def age_between(birth: str, day: str) -> float | None:
    """
    Return the years from birth to a recording, of dates that go no further.

    Parameters
    ----------
    birth, day : str
        Dates that begin with year, month and day, with or without marks between.

    Returns
    -------
    float or None
        Whole years; None if either is no date, or they give no human age. What
        anonymisers write (1900-01-01) is not taken for a birth.

    Examples
    --------
    >>> age_between("19530508", "20021122091000"), age_between("1900-01-01", "20240101")
    (49.0, None)
    """
    first, last = _date(birth), _date(day)
    if first is None or last is None or first[0] <= 1900:
        return None
    years = last[0] - first[0] - (last[1:] < first[1:])
    return float(years) if 0 <= years <= OLDEST else None


def _date(text: str) -> tuple[int, int, int] | None:
    match = _YEAR_FIRST.match(text.strip())
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None
