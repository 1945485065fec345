"""gates.json: what the gates catch of planted faults, and how often they alarm."""

from dataclasses import dataclass
from typing import ClassVar

from ecgkt.results.document import WholeDocument
from ecgkt.results.shares import Share


@dataclass(frozen=True, kw_only=True)
class SwapFigures:
    """
    One exchange of electrodes, planted in every recording.

    Attributes
    ----------
    swap : str
        Which electrodes.
    suspected, named : Share
        Any exchange, and this one.
    false_alarms : Share
        This one, of the recordings as they are.
    """

    swap: str
    suspected: Share
    named: Share
    false_alarms: Share


@dataclass(frozen=True, kw_only=True)
class StatementAlarms:
    """Alarms among the recordings with one statement: of any exchange, of the arms."""

    any: Share
    arms: Share


@dataclass(frozen=True, kw_only=True)
class ReversalFigures:
    """Alarms of all rules together, by statement, and each exchange planted."""

    false_alarms: Share
    by_statement: dict[str, StatementAlarms]
    swaps: tuple[SwapFigures, ...]


@dataclass(frozen=True, kw_only=True)
class CutFigures:
    """How often a lead is named that was cut at a share of its own height."""

    height_left: float
    named: Share


@dataclass(frozen=True, kw_only=True)
class ClippingFigures:
    """Alarms on recordings as they are, and planted cuts."""

    false_alarms: Share
    cut: tuple[CutFigures, ...]


@dataclass(frozen=True, kw_only=True)
class PacedShares:
    """Called paced: of recordings with a pacemaker noted, and of all others."""

    noted_found: Share
    false_alarms: Share


@dataclass(frozen=True, kw_only=True)
class PacingFigures(PacedShares):
    """
    Spikes against notes of pacemakers.

    Attributes
    ----------
    least_fs : float
        Hz below which a reading looks for no spikes.
    whatever_the_rate : PacedShares
        What the same rule would call if the rate were no matter.
    """

    least_fs: float
    whatever_the_rate: PacedShares


@dataclass(frozen=True, kw_only=True)
class NoiseAlarms:
    """
    Warned of or refused for noise, as recorded.

    Attributes
    ----------
    without_note, with_note : Share
        Of recordings without and with a note of wander, noise or electrode problems;
        without notes all stand in the first.
    refused : Share
        Of all.
    """

    without_note: Share
    with_note: Share
    refused: Share


@dataclass(frozen=True, kw_only=True)
class FolderFigures:
    """
    Alarms on the recordings of a folder, at their own rate.

    Attributes
    ----------
    name : str
        Of the folder.
    n_records : int
        That could be read.
    fs : float
        Hz, of most.
    reversal, arms, clipping, noise : Share
        Suspected of any exchange, of the arms, of cut waves, and warned of noise.
    arms_found : Share
        Named after both arms were exchanged.
    cut : tuple of CutFigures
        Planted.
    pacing : PacedShares
        A pacemaker is noted where the file says so.
    """

    name: str
    n_records: int
    fs: float
    reversal: Share
    arms: Share
    arms_found: Share
    clipping: Share
    cut: tuple[CutFigures, ...]
    noise: Share
    pacing: PacedShares


@dataclass(frozen=True, kw_only=True)
class GateTable(WholeDocument):
    """
    All that `evaluate gates` found.

    Attributes
    ----------
    command, source, split : str
        What wrote the document, and whose recordings they are.
    n_records : int
        Judged.
    fs : float
        Hz of the store, at which the faults were planted.
    reversal, clipping, pacing, noise
        By gate.
    folders : tuple of FolderFigures
        Of other recordings.
    """

    SCHEMA: ClassVar[str] = "ecgkt.gates/1"
    FILE: ClassVar[str] = "gates.json"

    command: str
    source: str
    split: str
    n_records: int
    fs: float
    reversal: ReversalFigures
    clipping: ClippingFigures
    pacing: PacingFigures
    noise: NoiseAlarms
    folders: tuple[FolderFigures, ...] = ()
