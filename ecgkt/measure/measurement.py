"""One measured quantity: a value, or "absent", or "not measurable" and why."""

from dataclasses import dataclass
from typing import Any, Literal

State = Literal["measured", "absent", "not_measurable"]


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """
    What is known of one quantity.

    Attributes
    ----------
    value : float or None
        In the unit that the quantity's name ends with; None unless it was measured.
    state : str
        "measured"; "absent" if the wave is not there; "not_measurable" if nobody can
        tell, or this recording does not show it.
    reason : str
        Why there is no value; empty if there is one.
    n_beats : int or None
        Beats behind the value, where it was taken beat by beat.
    spread : float or None
        Median absolute deviation over these beats, in the same unit.
    note : str
        What to know of a value, for one where a formula does not hold.

    Raises
    ------
    ValueError
        If value, state and reason contradict each other.
    """

    value: float | None = None
    state: State = "measured"
    reason: str = ""
    n_beats: int | None = None
    spread: float | None = None
    note: str = ""

    def __post_init__(self) -> None:
        is_measured = self.state == "measured"
        if is_measured != (self.value is not None) or is_measured == bool(self.reason):
            raise ValueError(
                f"a {self.state} quantity with value {self.value} and reason "
                f"{self.reason!r}"
            )

    def to_json(self) -> float | dict[str, str]:
        """
        Return what ``predict --json`` writes.

        Returns
        -------
        float or dict
            The value, or state and reason.

        Raises
        ------
        Nothing.

        Examples
        --------
        >>> absent("no P wave before any of 12 beats").to_json()
        {'state': 'absent', 'reason': 'no P wave before any of 12 beats'}
        """
        if self.value is not None:
            return self.value
        return {"state": self.state, "reason": self.reason}


def measured(value: float, *, note: str = "") -> Measurement:
    """Return a value that is not taken beat by beat; `Measurement` says the rest."""
    return Measurement(value=float(value), note=note)


def absent(reason: str) -> Measurement:
    """Return the result that a wave is not there."""
    return Measurement(state="absent", reason=reason)


def not_measurable(reason: str) -> Measurement:
    """Return the result that this recording does not show the quantity."""
    return Measurement(state="not_measurable", reason=reason)


def to_document(measurements: dict[str, Any]) -> dict[str, float | dict[str, str]]:
    """Return ``measurements`` of schema ecgkt.reading/1 (`Measurement.to_json`)."""
    return {name: one.to_json() for name, one in measurements.items()}
