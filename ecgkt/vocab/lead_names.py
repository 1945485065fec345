"""
What files call the twelve leads: words around a name, spellings and standards' codes.

Sources: IEEE 11073-10102 (``MDC_ECG_LEAD_*``), EN 1064 / ISO 11073-91064 table 5 (codes
of SCP-ECG, which DICOM's scheme SCPECG repeats), ISHNE Holter standard output format
(Badilini 1998), and names that vendors and public data sets use.
"""

import re
from collections.abc import Sequence
from unicodedata import normalize

LEAD_WORDS = (
    *("lead", "leads", "channel lead", "ableitung", "abl", "derivation", "derivacion"),
    *("deriv", "der", "derivacao", "derivazione", "afleiding", "afl", "kanal"),
    *("отведение", "отвед", "отв", "导联", "導聯", "誘導"),
)
"""Words for "lead", accents taken off: a bare digit after one of them is a limb lead."""

OTHER_WORDS = (
    *("ecg", "ekg", "mdc", "экг", "heart", "standard", "chest", "limb", "signal"),
    *("(einthoven)", "(goldberger)", "(wilson)", "标准", "胸", "肢体"),
)
"""Words that may stand before or behind a name and say nothing."""

_SPELLED = {
    "I": "i di d1 li l1",
    "II": "ii dii d2 lii l2",
    "III": "iii diii d3 liii l3",
    "aVR": "avr",
    "aVL": "avl",
    "aVF": "avf",
} | {f"V{n}": f"v{n} c{n}" for n in range(1, 7)}
BY_NAME = {name: lead for lead, names in _SPELLED.items() for name in names.split()}
"""Leads by their name in lower case, without blanks."""

BY_DIGIT = {"1": "I", "2": "II", "3": "III"}
"""Of a digit that follows a word for "lead"."""

SCP_LEADS = {
    **{1: "I", 2: "II", 61: "III", 62: "aVR", 63: "aVL", 64: "aVF"},
    **{2 + n: f"V{n}" for n in range(1, 7)},
}
"""By the codes of SCP-ECG; 9-15, 66 and others are leads beside the twelve."""

MDC_LEADS = SCP_LEADS
"""By the numbers of IEEE 11073-10102 (``2:1`` is I), which are those of SCP-ECG."""

ISHNE_LEADS = {
    **{5: "I", 6: "II", 7: "III", 8: "aVR", 9: "aVL", 10: "aVF"},
    **{10 + n: f"V{n}" for n in range(1, 7)},
}
"""By the codes of ISHNE."""

COUNTED = {"v": 10, "c": 10, "d": 4, "l": 4}
"""Numbers from which such names only count columns: R calls twelve of them V1 to V12."""

_LETTERS = str.maketrans("аАсСеЕ", "aAcCeE")
"""Cyrillic letters that look like the Latin ones of lead names."""

_PARTS = [word.translate(_LETTERS) for word in LEAD_WORDS]
_WORDS = re.compile(
    "|".join(sorted(map(re.escape, [*_PARTS, *OTHER_WORDS]), key=len, reverse=True))
)
_MARKS = " _-./:#'\""
_INSIDE = re.compile(r"(?<=[vcdl])[ _-](?=[0-9irlf])|(?<=a)[ _-](?=v)")
_NUMBERED = re.compile(r"([vcdl])[ _-]?([0-9]{1,3})")
MAX_LABEL = 80


def lead_name(label: str) -> str | None:
    """
    Recognise one of the twelve leads by what a file calls it.

    Parameters
    ----------
    label : str
        As the file writes it, without its unit.

    Returns
    -------
    str or None
        One of `LEADS`, or None: another lead, an inverted one or no lead.

    Examples
    --------
    >>> [lead_name(text) for text in ("AVR", "MDC_ECG_LEAD_V1", "DII", "ECG I", "C4")]
    ['aVR', 'V1', 'II', 'I', 'V4']
    >>> [lead_name(text) for text in ("Derivación 2", "V1导联", "MLII", "V3R", "-aVR")]
    ['II', 'V1', None, None, None]
    """
    plain = _plain(label)
    if not plain or plain.startswith("-"):
        return None
    bare, found = plain, ""
    # Words are taken off either end, where a mark or a letter of another kind parts
    # them from the name.
    while match := _edge_word(bare):
        found += match[0]
        bare = (bare[: match.start()] + bare[match.end() :]).strip(_MARKS)
    # "I-II" is a lead between two others, and not III.
    name = _INSIDE.sub("", bare)
    if name in BY_DIGIT:
        return BY_DIGIT[name] if any(word in found for word in _PARTS) else None
    return BY_NAME.get(name) or BY_NAME.get(name.removeprefix("lead"))


def only_count(labels: Sequence[str]) -> frozenset[str]:
    """
    Find letters with which a table only numbers its columns.

    Parameters
    ----------
    labels : sequence of str
        All of a file.

    Returns
    -------
    frozenset of str
        Of "v", "c", "d" and "l" those that name no leads here.

    Examples
    --------
    >>> sorted(only_count(["I", "V1", "V12"])), sorted(only_count(["I", "C1"]))
    (['v'], [])
    """
    numbered = [_NUMBERED.fullmatch(_plain(label)) for label in labels]
    letters = {
        match[1] for match in numbered if match and int(match[2]) >= COUNTED[match[1]]
    }
    if not any(lead_name(label) in BY_DIGIT.values() for label in labels):
        # C3 and C4 are electrodes of an EEG, unless limb leads stand beside them.
        letters.add("c")
    return frozenset(letters)


def is_counted(label: str, letters: frozenset[str]) -> bool:
    """Tell whether a name is a letter of `only_count` with its number."""
    match = _NUMBERED.fullmatch(_plain(label)) if letters else None
    return match is not None and match[1] in letters


def _plain(label: str) -> str:
    """Lower case, accents off, look-alike letters replaced."""
    letters = normalize("NFKD", label[:MAX_LABEL].translate(_LETTERS)).casefold()
    kept = (letter for letter in letters if not "\u0300" <= letter <= "\u036f")
    return "".join(kept).strip(" _./:#'\"")


def _edge_word(text: str) -> re.Match[str] | None:
    for match in _WORDS.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        is_cjk = not match[0].isascii() and match[0][0] > "\u3000"
        if not before.strip(_MARKS) and (is_cjk or not after[:1].isalpha()):
            return match
        if not after.strip(_MARKS) and (is_cjk or before[-1:] in _MARKS):
            return match
    return None
