"""What the page looks at: a table, maybe a second one, a label and a threshold."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ecgkt.results.cases.document import CaseLabel
from ecgkt.results.cases.table import CaseTable
from ecgkt.results.cases.view import LabelView


@dataclass(frozen=True, kw_only=True, eq=False)
class Opened:
    """
    The tables that are open.

    Attributes
    ----------
    name : str
        Of the first table.
    folder : pathlib.Path or None
        Where it lies; None for what was simulated in this session.
    table : CaseTable
        The first one.
    second : CaseTable or None
        Another model's table, held against the first.
    second_name : str
        What it is called.
    """

    name: str
    folder: Path | None
    table: CaseTable
    second: CaseTable | None = None
    second_name: str = ""


class Look(NamedTuple):
    """
    What is looked at in a table.

    Attributes
    ----------
    label : CaseLabel
        The label, with the threshold of the model.
    view : LabelView
        It in the chosen rows.
    threshold : float
        The chosen one, calibrated probability.
    part : str
        Name of the chosen rows.
    """

    label: CaseLabel
    view: LabelView
    threshold: float
    part: str
