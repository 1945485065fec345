"""Voltage units: what files call them, and what they are in mV."""

import re

MV_PER = {"V": 1000.0, "mV": 1.0, "uV": 1e-3}
"""mV in one unit."""

_SPELLED = {"v": "V", "mv": "mV", "uv": "uV", "µv": "uV", "μv": "uV"}
"""Units by their lower-case name; both Unicode micro signs are in use."""

_LABEL = re.compile(r"([^()\[\]]*)[(\[]([^()\[\]]*)[)\]]")


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
        "V", "mV" or "uV"; None for anything else.

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
        Such as "V1 (mV)" or "V1 [uV]".

    Returns
    -------
    tuple of (str, str or None)
        Name, and what stands in the brackets.

    Examples
    --------
    >>> split_unit("V1 [uV]"), split_unit("V1")
    (('V1', 'uV'), ('V1', None))
    """
    match = _LABEL.fullmatch(label.strip())
    return (match[1].strip(), match[2].strip()) if match else (label.strip(), None)
