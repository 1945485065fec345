"""From logits to calibrated probabilities, thresholds and super-classes; NumPy only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ecgkt.vocab.statements import CODES, DIAGNOSES, SUPERCLASSES

Floats = NDArray[np.float64]

SUPERCLASS_MEMBERS = tuple(
    tuple(i for i, diagnosis in enumerate(DIAGNOSES) if diagnosis.superclass == name)
    for name in SUPERCLASSES
)
"""Positions of each super-class's statements among the 71, in vocabulary order."""


def sigmoid(logits: Floats) -> Floats:
    """
    Turn logits into probabilities without overflow.

    Parameters
    ----------
    logits : numpy.ndarray of any shape, float64

    Returns
    -------
    numpy.ndarray of the same shape, float64
        In 0-1.

    Examples
    --------
    >>> sigmoid(np.array([-800.0, 0.0, 800.0]))
    array([0. , 0.5, 1. ])
    """
    decay = np.exp(-np.abs(logits))
    return np.where(logits >= 0, 1.0, decay) / (1.0 + decay)


def _noisy_or(logits: Floats) -> Floats:
    """Logit of 1 - prod(1 - p); in logarithms, so that tiny p do not round to 0."""
    none = np.logaddexp(0.0, logits).sum(axis=1)  # -log prod(1 - p)
    none = np.maximum(none, np.finfo(float).tiny)
    score: Floats = none + np.log(-np.expm1(-none))
    return score


GROUP_RULES: dict[str, Callable[[Floats], Floats]] = {
    "noisy_or": _noisy_or,
    "max": lambda logits: logits.max(axis=1),
    "logsumexp": lambda logits: np.logaddexp.reduce(logits, axis=1),
}
"""How the calibrated logits of a group's statements become one score of the group."""


def group_scores(
    logits: Floats, members: Sequence[Sequence[int]], *, rule: str
) -> Floats:
    """
    Score groups of statements from the statements' calibrated logits.

    Parameters
    ----------
    logits : numpy.ndarray of shape (n_records, n_labels), float64
        Calibrated logits, so that the members of a group are on one scale.
    members : sequence of sequences of int
        Columns of each group; none may be empty.
    rule : str
        A key of `GROUP_RULES`: "noisy_or" (at least one member present, were they
        independent), "max" (the strongest member) or "logsumexp" (a soft maximum).

    Returns
    -------
    numpy.ndarray of shape (n_records, n_groups), float64
        On the logit scale, before the group's own calibration.

    Raises
    ------
    ValueError
        If the rule is unknown.

    Examples
    --------
    >>> two = np.log([[1.0, 1.0]])  # both p = 1/2, so at least one: 3/4
    >>> float(np.round(np.exp(group_scores(two, [(0, 1)], rule="noisy_or")), 9)[0, 0])
    3.0
    """
    if rule not in GROUP_RULES:
        raise ValueError(f"rule must be one of {sorted(GROUP_RULES)}, got {rule!r}")
    combine = GROUP_RULES[rule]
    return np.stack([combine(logits[:, list(group)]) for group in members], axis=1)


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """
    Calibration and operating points of a set of labels, fitted on the tuning split.

    Attributes
    ----------
    platt : tuple of (slope, intercept)
        Calibrated logit = slope * logit + intercept, one pair per label; slopes are
        positive, so that calibration never changes an order.
    thresholds : tuple of float
        Calibrated probability from which a label counts as positive, 0-1.

    Raises
    ------
    ValueError
        If the lengths differ or a number is outside its range.
    """

    platt: tuple[tuple[float, float], ...]
    thresholds: tuple[float, ...]

    def __post_init__(self) -> None:
        pairs = np.asarray(self.platt, dtype=float)
        limits = np.asarray(self.thresholds, dtype=float)
        if limits.ndim != 1 or pairs.shape != (len(limits), 2):
            message = (
                f"expected n pairs and n thresholds, got {pairs.shape} {limits.shape}"
            )
            raise ValueError(message)
        if not (np.isfinite(pairs).all() and (pairs[:, 0] > 0).all()):
            raise ValueError("every slope must be positive and every number finite")
        if not ((limits >= 0) & (limits <= 1)).all():
            raise ValueError("every threshold must be in 0-1")

    @classmethod
    def neutral(cls, n_labels: int) -> Self:
        """Return slopes 1, intercepts 0 and thresholds 1/2: nothing fitted yet."""
        return cls(platt=((1.0, 0.0),) * n_labels, thresholds=(0.5,) * n_labels)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Rebuild from what `to_dict` gave; KeyError, TypeError or ValueError else."""
        return cls(
            platt=tuple(
                (float(slope), float(shift)) for slope, shift in values["platt"]
            ),
            thresholds=tuple(float(value) for value in values["thresholds"]),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the values as JSON-ready types."""
        pairs = [list(pair) for pair in self.platt]
        return {"platt": pairs, "thresholds": list(self.thresholds)}

    def calibrate(self, logits: NDArray[np.floating]) -> Floats:
        """
        Apply slope and intercept.

        Parameters
        ----------
        logits : numpy.ndarray of shape (n_records, n_labels)

        Returns
        -------
        numpy.ndarray of shape (n_records, n_labels), float64
            Calibrated logits.

        Raises
        ------
        ValueError
            If the number of labels differs.
        """
        if logits.ndim != 2 or logits.shape[1] != len(self.platt):
            message = f"expected (n, {len(self.platt)}) logits, got {logits.shape}"
            raise ValueError(message)
        slopes, intercepts = np.asarray(self.platt, dtype=float).T
        calibrated: Floats = logits.astype(float) * slopes + intercepts
        return calibrated


@dataclass(frozen=True, kw_only=True)
class Decision:
    """
    All that stands between the network's logits and what is shown.

    Attributes
    ----------
    statements : Calibration
        Of the 71 statements, in vocabulary order.
    superclass_rule : str
        A key of `GROUP_RULES`, chosen on the tuning split.
    superclasses : Calibration
        Of the 5 super-classes, applied to the scores that the rule gives.

    Raises
    ------
    ValueError
        If a size or the rule does not fit the vocabulary.

    Examples
    --------
    >>> neutral = Decision.neutral()
    >>> neutral.probabilities(np.zeros((1, 71))).mean()
    np.float64(0.5)
    >>> neutral.superclass_probabilities(np.zeros((1, 71))).shape
    (1, 5)
    """

    statements: Calibration
    superclass_rule: str
    superclasses: Calibration

    def __post_init__(self) -> None:
        sizes = len(self.statements.platt), len(self.superclasses.platt)
        if sizes != (len(CODES), len(SUPERCLASSES)):
            expected = len(CODES), len(SUPERCLASSES)
            raise ValueError(f"expected {expected} labels, got {sizes}")
        if self.superclass_rule not in GROUP_RULES:
            message = f"superclass rule {self.superclass_rule!r} is unknown"
            raise ValueError(message)

    @classmethod
    def neutral(cls) -> Self:
        """Return the decision of a model that has not been calibrated."""
        return cls(
            statements=Calibration.neutral(len(CODES)),
            superclass_rule="noisy_or",
            superclasses=Calibration.neutral(len(SUPERCLASSES)),
        )

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Rebuild from what `to_dict` gave; KeyError, TypeError or ValueError else."""
        return cls(
            statements=Calibration.from_dict(values),
            superclass_rule=str(values["superclass"]["rule"]),
            superclasses=Calibration.from_dict(values["superclass"]),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return ``{platt, thresholds, superclass: {rule, platt, thresholds}}``."""
        group = {"rule": self.superclass_rule, **self.superclasses.to_dict()}
        return {**self.statements.to_dict(), "superclass": group}

    def probabilities(self, logits: NDArray[np.floating]) -> Floats:
        """Turn (n, 71) logits into calibrated probabilities, float64 (n, 71)."""
        return sigmoid(self.statements.calibrate(logits))

    def superclass_logits(self, logits: NDArray[np.floating]) -> Floats:
        """Turn (n, 71) logits into the super-classes' calibrated logits, (n, 5)."""
        calibrated = self.statements.calibrate(logits)
        scores = group_scores(calibrated, SUPERCLASS_MEMBERS, rule=self.superclass_rule)
        return self.superclasses.calibrate(scores)

    def superclass_probabilities(self, logits: NDArray[np.floating]) -> Floats:
        """Turn (n, 71) logits into super-class probabilities, float64 (n, 5)."""
        return sigmoid(self.superclass_logits(logits))
