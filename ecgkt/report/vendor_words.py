"""The recorder's own values beside ours, for the page and the terminal."""

from typing import NamedTuple

from ecgkt.report.measured_words import value_text
from ecgkt.types.reading import Reading
from ecgkt.vocab.vendor import VENDOR_MEASURES

NOT_USED = "As it stands in the file; used for no score, finding or measurement here."


class VendorRow(NamedTuple):
    """
    One quantity, read twice.

    Attributes
    ----------
    title : str
        What it is.
    theirs, ours : str
        Values with their units; `ours` is "—" where it was not measured.
    """

    title: str
    theirs: str
    ours: str


def vendor_rows(reading: Reading) -> list[VendorRow]:
    """
    Put the recorder's measurements beside ours.

    Parameters
    ----------
    reading : Reading
        Of a file with or without them.

    Returns
    -------
    list of VendorRow
        In the order of `VENDOR_MEASURES`; empty if the file states none.
    """
    vendor = reading.record.vendor
    if vendor is None:
        return []
    rows = []
    for name, measure in VENDOR_MEASURES.items():
        if name not in vendor.measurements:
            continue
        ours = [
            value_text(one, reading.measurements[one])
            for one in measure.ours
            if one in reading.measurements
        ]
        unit = "" if measure.unit == "°" else " "
        theirs = f"{vendor.measurements[name]:g}{unit}{measure.unit}"
        rows.append(VendorRow(measure.title, theirs, " / ".join(ours) or "—"))
    return rows


def vendor_lines(reading: Reading) -> list[str]:
    """
    Say what the recorder measured and stated, in lines for the terminal.

    Parameters
    ----------
    reading : Reading
        Of a file with or without such values.

    Returns
    -------
    list of str
        Empty if the file holds none.
    """
    vendor = reading.record.vendor
    if vendor is None:
        return []
    lines = [f"  Recorder's own values ({vendor.source}), here in brackets"]
    lines += [
        f"    {row.title:<26} {row.theirs} [{row.ours}]" for row in vendor_rows(reading)
    ]
    lines += [f"    states: {statement}" for statement in vendor.statements]
    return lines
