"""Which scores are explained on which ECGs: the classes of trust.md 14."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle
from ecgkt.dataset.store import PreparedStore
from ecgkt.dataset.store_signals import StoreSignals
from ecgkt.errors import EcgktError
from ecgkt.models.decision import SUPERCLASS_MEMBERS
from ecgkt.models.lab_head import LabHeads
from ecgkt.studies.explanations.models import Models
from ecgkt.types.explanation import TargetName
from ecgkt.types.record import Signal
from ecgkt.vocab.statements import CODES, SUPERCLASSES

N_STATEMENTS = 10
"""The most frequent validated statements."""
N_LABS = 5
"""The laboratory heads that are read best."""
LOOKED_AT = 600
"""ECGs of a class that are scored before it stays short of ECGs."""
SEED = 0


class ExplainedClass(NamedTuple):
    """
    One score, and the threshold from which it is called.

    Attributes
    ----------
    target : TargetName
        The score.
    threshold : float
        Probability.
    """

    target: TargetName
    threshold: float


PlacedCase = tuple[TargetName, Signal, int]
"""A score, an ECG and its place among the ECGs of that score's class."""


def choose_classes(bundle: Bundle, heads: LabHeads | None) -> list[ExplainedClass]:
    """
    Choose the super-classes, the most frequent validated statements, and labs.

    Parameters
    ----------
    bundle : Bundle
        Its card says how frequent a statement is.
    heads : LabHeads or None
        Those readable on real patients are taken, the best ones first.

    Returns
    -------
    list of ExplainedClass
    """
    decision = bundle.networks
    classes = [
        ExplainedClass(TargetName("superclass", code), threshold)
        for code, threshold in zip(
            SUPERCLASSES, decision.superclasses.thresholds, strict=True
        )
    ]
    validated = [label for label in bundle.card["labels"] if label["validated"]]
    validated.sort(key=lambda label: -label["positives"])
    for label in validated[:N_STATEMENTS]:
        target = TargetName("statement", label["code"])
        classes.append(ExplainedClass(target, threshold_of(bundle, heads, target)))
    readable = [lab for lab in heads.targets if lab.readable] if heads else []
    readable.sort(key=lambda lab: -(lab.auroc or 0))
    return classes + [
        ExplainedClass(TargetName.of_lab(lab), lab.threshold)
        for lab in readable[:N_LABS]
    ]


def find_cases(
    models: Models,
    store: PreparedStore,
    chosen: ExplainedClass,
    n_ecgs: int,
    seen: dict[int, tuple[Signal, NDArray[np.float32]]],
) -> list[Signal]:
    """
    Take held-out ECGs that the model calls rightly.

    Parameters
    ----------
    models : Models
        The judged model.
    store : PreparedStore
        PTB-XL, at the model's rate.
    chosen : ExplainedClass
        A laboratory value is not known in PTB-XL: there every ECG that is called
        counts.
    n_ecgs : int
        How many are wanted.
    seen : dict
        Scored ECGs by row, used and filled.

    Returns
    -------
    list of numpy.ndarray of shape (8, n_samples), float32
        Fewer than wanted where the class has no more, mV.

    Raises
    ------
    EcgktError
        If the store does not fit the model.
    """
    config = models.bundle.input_config
    if store.manifest["fs"] != config.fs or store.names != CODES:
        raise EcgktError(
            f"expected a store of PTB-XL at {config.fs:g} Hz, found one of "
            f"{store.manifest['source']} at {store.manifest['fs']:g} Hz"
        )
    rows = store.split("held_out")
    rows = rows[_has_label(store, rows, chosen.target)]
    order = np.random.default_rng(SEED).permutation(rows)[:LOOKED_AT]
    signals: list[Signal] = []
    for row in order.tolist():
        if row not in seen:
            (signal,) = StoreSignals(store, config).whole(np.array([row]))
            seen[row] = signal, shown_probabilities(models, signal)
        signal, probabilities = seen[row]
        column = models.scores(signal).index(chosen.target)
        if probabilities[column] >= chosen.threshold:
            signals.append(signal)
        if len(signals) == n_ecgs:
            break
    return signals


def shown_probabilities(models: Models, signal: Signal) -> NDArray[np.float32]:
    """Return every probability that the app shows of a recording (n_targets,)."""
    model = models.scores(signal)
    with torch.inference_mode():
        logits = model(torch.from_numpy(signal[None]))[0]
    return np.asarray(torch.sigmoid(logits).numpy())


def threshold_of(bundle: Bundle, heads: LabHeads | None, target: TargetName) -> float:
    """
    Return the probability from which a target is called.

    Parameters
    ----------
    bundle, heads : Bundle and LabHeads or None
        The judged model.
    target : TargetName
        A statement or a lab.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the model has no such score.
    """
    if target.kind == "statement":
        return bundle.networks.statements.thresholds[CODES.index(target.code)]
    for lab in heads.targets if heads else ():
        if target == TargetName.of_lab(lab):
            return lab.threshold
    raise ValueError(f"this model has no {target.key}")


def each_case(
    classes: Sequence[ExplainedClass], find: Callable[[ExplainedClass], list[Signal]]
) -> list[PlacedCase]:
    """
    Line up the ECGs of all classes, each with its place in its class.

    First the first ECG of every class, then the second: a study of fewer ECGs is the
    beginning of a larger one.
    """
    cases = [
        (chosen.target, signal, place)
        for chosen in classes
        for place, signal in enumerate(find(chosen))
    ]
    return sorted(cases, key=lambda case: case[2])


def _has_label(
    store: PreparedStore, rows: NDArray[np.int64], target: TargetName
) -> NDArray[np.bool_]:
    labels = store.labels[rows].astype(bool)
    has: NDArray[np.bool_] = np.ones(len(rows), dtype=bool)
    if target.kind == "statement":
        has = labels[:, CODES.index(target.code)]
    if target.kind == "superclass":
        members = SUPERCLASS_MEMBERS[list(SUPERCLASSES).index(target.code)]
        has = np.asarray(labels[:, list(members)].any(axis=1))
    return has
