"""What a figure needs to know of one label of the model card."""

from collections.abc import Sequence
from typing import Protocol

from ecgkt.vocab.statements import DIAGNOSES, SUPERCLASSES

_DIAGNOSES = {diagnosis.code: diagnosis for diagnosis in DIAGNOSES}


class CardLabel(Protocol):
    """The part of `report.model_card.LabelFigures` that is drawn."""

    @property
    def code(self) -> str:
        """Code of a statement or a super-class, from `vocab`."""

    @property
    def positives(self) -> int:
        """ECGs that carry the label."""

    @property
    def validated(self) -> bool:
        """Whether there are enough of them to judge it."""

    @property
    def auroc(self) -> float | None:
        """None without both classes."""

    @property
    def auroc_ci(self) -> tuple[float, float] | None:
        """95 % interval."""

    @property
    def sensitivity(self) -> float | None:
        """At the shipped threshold."""

    @property
    def specificity(self) -> float | None:
        """At the shipped threshold."""

    @property
    def reliability(self) -> Sequence[tuple[float, float, int]]:
        """Mean probability, observed share and ECGs of each bin."""

    @property
    def roc(self) -> Sequence[tuple[float, float]]:
        """False and true positive rates; empty where none was stored."""


def name_of(label: CardLabel) -> str:
    """Return what a clinician reads; KeyError if `vocab` does not know the code."""
    return SUPERCLASSES.get(label.code) or _DIAGNOSES[label.code].name


def group_of(label: CardLabel) -> str:
    """Return a statement's group; KeyError if `vocab` does not know the code."""
    return _DIAGNOSES[label.code].group


def auroc_text(label: CardLabel) -> str:
    """Return AUROC and its interval in words."""
    if label.auroc is None:
        return "AUROC not measured"
    if label.auroc_ci is None:
        return f"AUROC {label.auroc:.3f}"
    low, high = label.auroc_ci
    return f"AUROC {label.auroc:.3f} ({low:.3f}–{high:.3f})"
