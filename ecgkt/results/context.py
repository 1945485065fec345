"""context.json: what age and sex change of the scores, as measured."""

from dataclasses import dataclass
from typing import ClassVar

from ecgkt.results.document import Figure, Weights, WholeDocument


@dataclass(frozen=True, kw_only=True)
class MacroGain:
    """
    Macro AUROC without and with a context, paired by patient.

    Attributes
    ----------
    n_labels : int
        Statements in the mean.
    alone, with_context : Figure
        Of the ECG alone, and with age and sex by attention.
    gain : Figure
        What attention adds.
    plain_gain : Figure
        What a correction adds that looks at age and sex and not at the ECG.
    """

    n_labels: int
    alone: Figure
    with_context: Figure
    gain: Figure
    plain_gain: Figure


@dataclass(frozen=True, kw_only=True)
class ContextFigures:
    """
    One split.

    Attributes
    ----------
    n_records, n_patients : int
        Judged.
    all, frequent : MacroGain
        Over all statements with both classes, and over those with enough positives.
    within : MacroGain
        Of the frequent ones, among ECGs of one age band and sex: what is left there is
        no mere prevalence.
    loss_change, plain_loss_change : Figure
        Of the cross-entropy per ECG and statement; below 0 the probabilities are
        better.
    """

    n_records: int
    n_patients: int
    all: MacroGain
    frequent: MacroGain
    within: MacroGain
    loss_change: Figure
    plain_loss_change: Figure


@dataclass(frozen=True, kw_only=True)
class StatementGain:
    """
    One statement on held-out patients.

    Attributes
    ----------
    code : str
        From `vocab`.
    positives : int
        ECGs that carry it.
    alone, with_context : Figure
        AUROC.
    gain : Figure
        Of AUROC, paired by patient.
    """

    code: str
    positives: int
    alone: Figure
    with_context: Figure
    gain: Figure


@dataclass(frozen=True, kw_only=True)
class ContextTable(WholeDocument):
    """
    All that `bundle-context` found.

    Attributes
    ----------
    command : str
        What wrote the document.
    data_hash : str
        Of the store.
    model, context : Weights
        Of the model that is corrected, and of the network that corrects.
    n_parameters : int
        Of the latter.
    splits : dict of str to ContextFigures
        "tuning" and "held_out".
    labels : tuple of StatementGain
        In the order of `vocab`.
    """

    SCHEMA: ClassVar[str] = "ecgkt.context-results/1"
    FILE: ClassVar[str] = "context.json"

    command: str
    data_hash: str
    model: Weights
    context: Weights
    n_parameters: int
    splits: dict[str, ContextFigures]
    labels: tuple[StatementGain, ...]

    def label(self, code: str) -> StatementGain | None:
        """Return what was measured of a statement; None if nothing was."""
        return next((one for one in self.labels if one.code == code), None)
