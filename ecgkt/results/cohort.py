"""The typed view of cohort.json: how near the simulated cohort comes to real ones."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from ecgkt.errors import EcgktError
from ecgkt.files import read_document
from ecgkt.results.document import Interval, build

SCHEMA = "ecgkt.cohort/1"


@dataclass(frozen=True, kw_only=True)
class Target:
    """
    One quantity that the simulated cohort was calibrated to.

    Attributes
    ----------
    quantity : str
        What was measured.
    value : float or None
        On the simulated cohort.
    band : (low, high) or None
        Where it has to lie.
    anchor : str
        The real data that the band comes from.
    """

    quantity: str
    value: float | None
    band: Interval
    anchor: str

    @property
    def is_met(self) -> bool | None:
        """Whether the value lies in its band; None without either."""
        if self.value is None or self.band is None:
            return None
        return self.band[0] <= self.value <= self.band[1]


@dataclass(frozen=True, kw_only=True)
class CohortTable:
    """
    The calibration of the simulated cohort.

    Attributes
    ----------
    calibration : tuple of Target
        In the document's order.
    n_patients, n_ecgs : int or None
        Of the cohort that was measured.
    command : str
        What wrote the document.
    """

    calibration: tuple[Target, ...]
    n_patients: int | None = None
    n_ecgs: int | None = None
    command: str = ""

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Rebuild from the content of a cohort.json; ValueError for a wrong one."""
        try:
            targets = [build(Target, one) for one in values["calibration"]]
        except (KeyError, TypeError) as error:
            raise ValueError(f"expected a document of {SCHEMA}: {error!r}") from error
        return build(cls, {**values, "calibration": targets})


def load_cohort_table(path: Path) -> CohortTable:
    """
    Read a cohort.json.

    Parameters
    ----------
    path : pathlib.Path
        As its command wrote it.

    Returns
    -------
    CohortTable

    Raises
    ------
    EcgktError
        If the file is missing, damaged or of another schema.
    """
    content = read_document(path, SCHEMA)
    try:
        return CohortTable.from_dict(content)
    except ValueError as error:
        raise EcgktError(f"{path.name}: {error}") from error
