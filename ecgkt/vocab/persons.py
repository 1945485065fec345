"""Age and sex in the words of files: keys, units and values, in ten languages."""

import re
from typing import Literal


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SEXES: tuple[Literal["male", "female"], ...] = ("male", "female")
"""What a record or a user may state; None stands for everything else."""

AGE_KEYS = (
    *("age", "alter", "edad", "età", "âge", "idade", "leeftijd"),
    *("возраст", "年龄", "年齢"),
)
SEX_KEYS = (
    *("sex", "gender", "geschlecht", "sexe", "sexo", "sesso", "geslacht"),
    *("пол", "性别", "性別"),
)
QUALIFIERS = _words(
    "in at of and the ecg ekg recording study exam examination test patient inyears "
    "inmonths inweeks indays"
)
"""Words that may follow such a key and leave its meaning as it is, beside units."""

OTHER_AGES = (
    *("gestational", "maternal", "paternal", "onset", "bone", "mean", "heart"),
    *("vascular", "biological", "predicted", "estimated", "ecg"),
)
"""Words before "age" that make it another thing than the person's age."""

DAYS_PER_YEAR = 365.25
_UNITS = {
    1.0: "y yr yrs year years yo y/o jahr jahre jahren an ans año años ano anos anno "
    "anni jaar лет год года г 岁 歳 才 inyears",
    1 / 12: "mo mos mth mths mon month months mois mes meses mese mesi monat monate "
    "monaten maand maanden мес месяц месяца месяцев 月 个月 ヶ月 か月 inmonths",
    7 / DAYS_PER_YEAR: "w wk wks week weeks woche wochen semaine semaines semana "
    "semanas settimana settimane weken нед неделя недели недель 周 週 週間 inweeks",
    1 / DAYS_PER_YEAR: "d day days tag tage tagen jour jours día días dia dias giorno "
    "giorni dag dagen день дня дней 天 日 日間 indays",
    1 / (24 * DAYS_PER_YEAR): "h hr hrs hour hours stunde stunden heure heures hora "
    "horas ora ore uur",
}
YEARS_PER = {word: years for years, words in _UNITS.items() for word in words.split()}
"""Years in one of each unit. A lone "m" is missing: it may be months or male."""

SEX_WORDS: dict[str, Literal["male", "female"]] = {
    **dict.fromkeys(
        _words(
            "m male man boy männlich maennlich mann masculin masculino maschio homme "
            "hombre uomo mannelijk м муж мужской 男 男性"
        ),
        "male",
    ),
    **dict.fromkeys(
        _words(
            "f female woman girl w weiblich frau féminin feminin femenino feminino femme "
            "mujer femmina donna vrouwelijk ж жен женский 女 女性"
        ),
        "female",
    ),
}
UNKNOWN_WORDS = _words(
    "nan nil na n/a n.a none null unknown unk unbekannt inconnu desconocido missing "
    "undefined unspecified -1 - -- ? . * x notavailable notknown notstated k.a "
    "notspecified notrecorded o other d divers diverse u"
) | {""}
"""What says that an age or a sex is not known, or that a sex is neither of the two."""

NEWBORN_WORDS = _words(
    "newborn neonate neonatal infant baby neugeborenes neugeborener säugling"
)
CHILD_WORDS = NEWBORN_WORDS | _words(
    "child kid toddler paediatric pediatric minor kind kleinkind enfant niño niña "
    "bambino bambina"
)
_BELOW = re.compile(r"(?:<=?|≤|under|below|unter)\s{0,3}([0-9]{1,3})\D{0,12}")
_BAND = re.compile(r"[0-9]{1,3}\s{0,3}(?:-|–|to|bis)\s{0,3}([0-9]{1,3})\D{0,12}")


def means_child(words: str, least: float) -> bool:
    """
    Tell whether words that hold no single age still say that a person is a child.

    Parameters
    ----------
    words : str
        As a file states the age: "child", "< 16", "5-10 y".
    least : float
        Years from which a person is an adult.

    Returns
    -------
    bool
        False too where the words may mean a child or an adult.

    Examples
    --------
    >>> [means_child(words, 18) for words in ("Child", "<18", "5-10 y", "30-40", "?")]
    [True, True, True, False, False]
    """
    plain = words.strip().casefold()
    below, band = _BELOW.fullmatch(plain), _BAND.fullmatch(plain)
    return (
        plain in CHILD_WORDS
        or (below is not None and float(below[1]) <= least)
        or (band is not None and float(band[1]) < least)
    )
