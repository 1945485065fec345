"""ectopy.json: how well premature beats are marked and irregular rhythms told apart."""

from dataclasses import dataclass
from typing import ClassVar

from ecgkt.results.document import Document
from ecgkt.results.shares import Share


@dataclass(frozen=True, kw_only=True)
class FindingFigures:
    """
    One finding against one statement of cardiologists.

    Attributes
    ----------
    finding, statement : str
        Their codes.
    sensitivity, specificity : Share
        Among recordings with the statement, and without it.
    """

    finding: str
    statement: str
    sensitivity: Share
    specificity: Share


@dataclass(frozen=True, kw_only=True)
class PlantedFigures:
    """
    Premature beats of one group of simulated recordings.

    Attributes
    ----------
    planted : str
        "ventricular", "atrial" or "none".
    group : str
        What these recordings have in common.
    n_records : int
        How many they are.
    found : Share
        Planted beats that are marked, and of the right kind.
    false : Share
        Other beats that are marked as premature, of any kind.
    """

    planted: str
    group: str
    n_records: int
    found: Share
    false: Share


@dataclass(frozen=True, kw_only=True)
class EctopyTable(Document):
    """
    All that `evaluate ectopy` found.

    Attributes
    ----------
    source, split : str
        Of the real recordings.
    n_records : int
        How many they are.
    fs : float
        Hz, of real and simulated recordings.
    by_record : tuple of FindingFigures
        On the real ones.
    by_beat : tuple of PlantedFigures
        On the simulated ones.
    command, rule : str
        What wrote the document, and what counts.
    """

    SCHEMA: ClassVar[str] = "ecgkt.ectopy/1"
    FILE: ClassVar[str] = "ectopy.json"

    source: str
    split: str
    n_records: int
    fs: float
    by_record: tuple[FindingFigures, ...]
    by_beat: tuple[PlantedFigures, ...]
    command: str = ""
    rule: str = ""
