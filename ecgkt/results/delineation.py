"""delineation.json: how well the boundaries of the waves are found."""

from dataclasses import dataclass, field
from typing import ClassVar

from ecgkt.results.document import Document


@dataclass(frozen=True, kw_only=True)
class Boundary:
    """
    Found minus marked, ms; None if none was found.

    Attributes
    ----------
    mean, sd : float or None
        Over all waves.
    sd_within : float or None
        Mean of the recordings' own standard deviations.
    """

    mean: float | None
    sd: float | None
    sd_within: float | None


@dataclass(frozen=True, kw_only=True)
class WaveFigures:
    """
    What was measured of one kind of wave.

    Attributes
    ----------
    sensitivity, ppv : float or None
        0-1, over all leads.
    ppv_of_complete_marks : float or None
        The same without found waves that are marked in another lead only.
    onset_ms, offset_ms : Boundary
        Errors of its boundaries.
    """

    sensitivity: float | None
    ppv: float | None
    ppv_of_complete_marks: float | None
    onset_ms: Boundary
    offset_ms: Boundary


@dataclass(frozen=True, kw_only=True)
class IntervalError:
    """
    Measured minus true, over simulated beats.

    Attributes
    ----------
    mean, sd : float or None
        In `unit`; None if nothing was measured.
    n : int
        Recordings that it was measured in.
    unit : str
        "ms", "bpm" or "%".
    target_mean, target_sd : float or None
        Largest that IEC 60601-2-25 allows; None where it names none.
    """

    mean: float | None
    sd: float | None
    n: int
    unit: str
    target_mean: float | None = None
    target_sd: float | None = None


@dataclass(frozen=True, kw_only=True)
class SimulatedIntervals:
    """
    What was measured on simulated beats whose intervals are known.

    Attributes
    ----------
    rule : str
        Which beats.
    errors : dict of str to IntervalError
        By quantity.
    families : dict of str to dict of str to IntervalError
        The same of beats of other shapes; empty in documents before 0.3.0.
    """

    rule: str
    errors: dict[str, IntervalError]
    families: dict[str, dict[str, IntervalError]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DurationError:
    """
    Measured minus marked, over recordings, ms.

    Attributes
    ----------
    mean, sd, rms : float or None
        None if nothing was measured.
    n, not_measured : int
        Recordings.
    """

    mean: float | None
    sd: float | None
    rms: float | None
    n: int
    not_measured: int


@dataclass(frozen=True, kw_only=True)
class GlobalIntervals:
    """
    Intervals of whole recordings against the marks, at several sampling rates.

    Attributes
    ----------
    rule : str
        What is compared.
    are_seen : bool
        Whether the delineator has learned from these recordings.
    rates : dict of str to dict of str to DurationError
        By Hz, by quantity.
    """

    rule: str
    are_seen: bool
    rates: dict[str, dict[str, DurationError]]


@dataclass(frozen=True, kw_only=True)
class DelineationTable(Document):
    """
    All that `evaluate delineation` found.

    Attributes
    ----------
    n_records : int
        Recordings with marks.
    tolerance_ms : float
        Within which a wave counts as found.
    waves : dict of str to WaveFigures
        "p", "qrs" and "t".
    folds : int or None
        Of the cross-validation by recording; None where a finished delineator was
        judged.
    command, rule : str
        What wrote the document, and when a wave counts as found.
    simulated_intervals : SimulatedIntervals or None
    global_intervals : GlobalIntervals or None
        None where they were not measured.
    """

    SCHEMA: ClassVar[str] = "ecgkt.delineation/1"
    FILE: ClassVar[str] = "delineation.json"

    n_records: int
    tolerance_ms: float
    waves: dict[str, WaveFigures]
    folds: int | None = None
    command: str = ""
    rule: str = ""
    simulated_intervals: SimulatedIntervals | None = None
    global_intervals: GlobalIntervals | None = None


def validity_text(table: DelineationTable) -> str:
    """
    Say in one sentence how well the boundaries are found.

    Parameters
    ----------
    table : DelineationTable
        Of the shipped delineator.

    Returns
    -------
    str
    """
    how = f"{table.folds}-fold by recording" if table.folds else "not cross-validated"
    found = ", ".join(
        f"{name.upper()} {_percent(table.waves[name].sensitivity)}"
        for name in ("p", "qrs", "t")
    )
    qrs, t = table.waves["qrs"], table.waves["t"]
    return (
        f"Boundaries judged on {table.n_records} recordings that cardiologists marked "
        f"({how}): found {found}; error (SD) of QRS onset {_ms(qrs.onset_ms)}, QRS end "
        f"{_ms(qrs.offset_ms)}, T end {_ms(t.offset_ms)}."
    )


def _percent(share: float | None) -> str:
    return "not measured" if share is None else f"{100 * share:.1f} %"


def _ms(boundary: Boundary) -> str:
    return "not measured" if boundary.sd is None else f"{boundary.sd:.0f} ms"
