"""
ICD-10 codes that say what an ECG may show, and the statements they stand for.

A discharge code is of a whole stay and not of one ECG: it is a weak truth, and whatever
is held against it says so. Codes are those of the classification's own text; a chapter
is here only where its name is that of one of our statements or narrower.

References
----------
.. [1] World Health Organization, ICD-10, chapter IX, and its clinical modification
   (CDC/NCHS, ICD-10-CM): I21 acute myocardial infarction by wall, I44 and I45
   conduction disorders, I47 to I49 arrhythmias.
"""

from collections.abc import Iterable

# fmt: off
STATEMENTS_OF = {
    "I48": ("AFIB",),  # with flutter, which only I483, I484 and I4892 name apart
    "I483": ("AFLT",),
    "I484": ("AFLT",),
    "I4892": ("AFLT",),
    "I440": ("1AVB",),
    "I441": ("2AVB",),
    "I442": ("3AVB",),
    "I444": ("LAFB",),
    "I445": ("LPFB",),
    "I447": ("CLBBB",),
    "I4510": ("CRBBB",),
    "I451": ("CRBBB",),
    "I456": ("WPW",),
    "I4581": ("LNGQT",),
    "I471": ("SVTAC",),
    "I491": ("PAC",),
    "I493": ("PVC",),
    "I210": ("AMI",),
    "I211": ("IMI",),
    "Z950": ("PACE",),
}
# fmt: on
"""From the beginning of a code, without its dot, to statements."""
CODE_OF = {statements[0]: code for code, statements in reversed(STATEMENTS_OF.items())}
"""From a statement to the first code that stands for it; most have none."""


def statements_of(codes: Iterable[str]) -> frozenset[str]:
    """
    Translate codes, or prefixes of codes as a store keeps them.

    Parameters
    ----------
    codes : iterable of str
        Without dots; of each the longest known beginning counts.

    Returns
    -------
    frozenset of str
        Codes of `vocab.statements`.

    Examples
    --------
    >>> sorted(statements_of(["I4891", "I4510", "E119"]))
    ['AFIB', 'CRBBB']
    >>> sorted(statements_of(["I4892"])), CODE_OF["AFIB"]
    (['AFLT'], 'I48')
    """
    found: set[str] = set()
    for code in codes:
        known = (code[:n] for n in range(len(code), 2, -1) if code[:n] in STATEMENTS_OF)
        found.update(STATEMENTS_OF.get(next(known, ""), ()))
    return frozenset(found)
