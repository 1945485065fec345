"""cohort.json: how near the simulated cohort comes to real ones."""

from dataclasses import dataclass
from typing import ClassVar

from ecgkt.results.document import Document, Interval


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
class CohortTable(Document):
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

    SCHEMA: ClassVar[str] = "ecgkt.cohort/1"
    FILE: ClassVar[str] = "cohort.json"

    calibration: tuple[Target, ...]
    n_patients: int | None = None
    n_ecgs: int | None = None
    command: str = ""
