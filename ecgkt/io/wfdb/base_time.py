"""The base time of a WFDB record: when it was recorded, if its header says so."""

import re
from collections.abc import Sequence
from datetime import datetime

_TIME = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})(?:\.\d{1,9})?")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def base_time(fields: Sequence[str]) -> datetime | None:
    """
    Read time and date of a record line.

    Parameters
    ----------
    fields : sequence of str
        What follows the number of samples.

    Returns
    -------
    datetime.datetime or None
        To the second; None where both do not stand there in the standard's form, or
        are no real day: a header is not refused for that.

    References
    ----------
    .. [1] "WFDB applications guide, header(5)", PhysioNet: base time HH:MM:SS, then
       base date DD/MM/YYYY.

    Examples
    --------
    >>> base_time(["17:13:50", "12/06/2137"]).isoformat()
    '2137-06-12T17:13:50'
    >>> base_time(["05-Feb-2020", "11:39:16"])
    """
    if len(fields) < 2:
        return None
    time, date = _TIME.fullmatch(fields[0]), _DATE.fullmatch(fields[1])
    if time is None or date is None:
        return None
    day, month, year = map(int, date.groups())
    hour, minute, second = map(int, time.groups())
    try:
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
