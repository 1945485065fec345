"""Voltage units: what files call them, and what they are in mV."""

import re

MV_PER = {"V": 1000.0, "mV": 1.0, "uV": 1e-3, "nV": 1e-6}
"""mV in one unit."""

_NAMES = {
    "V": "v volt volts",
    "mV": "mv millivolt millivolts mvolt",
    "uV": "uv µv μv microvolt microvolts uvolt",
    "nV": "nv nanovolt nanovolts",
}
_SPELLED = {name: unit for unit, names in _NAMES.items() for name in names.split()}
"""Units by their lower-case name; both Unicode micro signs are in use."""

_LABEL = re.compile(r"([^()\[\]]*)[(\[]([^()\[\]]*)[)\]]")
_ATTACHED = re.compile(
    r"(.{1,40}?)[ _/,.\-]{1,3}(mv|uv|µv|μv|nv|millivolts?|microvolts?)", re.IGNORECASE
)


def unit_name(text: str | None) -> str | None:
    """
    Spell a unit as the rest of the project does.

    Parameters
    ----------
    text : str or None
        As a file or a user writes it.

    Returns
    -------
    str or None
        "V", "mV", "uV" or "nV"; None for anything else.

    Examples
    --------
    >>> unit_name("µV"), unit_name("mmHg")
    ('uV', None)
    """
    return _SPELLED.get((text or "").strip().lower())


def split_unit(label: str) -> tuple[str, str | None]:
    """
    Split a column's label into name and unit.

    Parameters
    ----------
    label : str
        Such as "V1 (mV)", "V1 [uV]", "V1_mV", "V1/mV" or "V1, mV".

    Returns
    -------
    tuple of (str, str or None)
        Name, and what stands in the brackets or behind the name.

    Examples
    --------
    >>> split_unit("V1 [uV]"), split_unit("V1"), split_unit("V1_mV")
    (('V1', 'uV'), ('V1', None), ('V1', 'mV'))
    """
    match = _LABEL.fullmatch(label.strip()) or _ATTACHED.fullmatch(label.strip())
    return (match[1].strip(), match[2].strip()) if match else (label.strip(), None)
