"""The typed view of delineation.json, which `evaluate delineation` writes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from ecgkt.errors import EcgktError
from ecgkt.files import read_document
from ecgkt.results.document import build

SCHEMA = "ecgkt.delineation/1"


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
    """

    rule: str
    errors: dict[str, IntervalError]


@dataclass(frozen=True, kw_only=True)
class DelineationTable:
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
    simulated : SimulatedIntervals or None
        None where they were not measured.
    """

    n_records: int
    tolerance_ms: float
    waves: dict[str, WaveFigures]
    folds: int | None = None
    command: str = ""
    rule: str = ""
    simulated: SimulatedIntervals | None = None

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Rebuild from the content of a document; ValueError if a field is missing."""
        try:
            waves = {name: _wave(one) for name, one in values["waves"].items()}
            simulated = values.get("simulated_intervals")
            known = None if simulated is None else _simulated(simulated)
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"expected a document of {SCHEMA}: {error!r}") from error
        return build(cls, {**values, "waves": waves, "simulated": known})


def load_delineation_table(path: Path) -> DelineationTable:
    """
    Read a delineation.json.

    Parameters
    ----------
    path : pathlib.Path
        As `evaluate delineation` wrote it.

    Returns
    -------
    DelineationTable

    Raises
    ------
    EcgktError
        If the file is missing, damaged or of another schema.
    """
    content = read_document(path, SCHEMA)
    try:
        return DelineationTable.from_dict(content)
    except ValueError as error:
        raise EcgktError(f"{path.name}: {error}") from error


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


def _wave(values: dict[str, Any]) -> WaveFigures:
    ends = {name: build(Boundary, values[name]) for name in ("onset_ms", "offset_ms")}
    return build(WaveFigures, {**values, **ends})


def _simulated(values: dict[str, Any]) -> SimulatedIntervals:
    errors = {n: build(IntervalError, one) for n, one in values["errors"].items()}
    return build(SimulatedIntervals, {**values, "errors": errors})


def _percent(share: float | None) -> str:
    return "not measured" if share is None else f"{100 * share:.1f} %"


def _ms(boundary: Boundary) -> str:
    return "not measured" if boundary.sd is None else f"{boundary.sd:.0f} ms"
