"""The study of the experts: who is right, who is believed, and what is referred."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle, load_bundle
from ecgkt.bundle.second_opinion import load_second_opinion
from ecgkt.dataset.store import open_store
from ecgkt.errors import EcgktError
from ecgkt.evaluation.macros import group_labels
from ecgkt.models.decision import SUPERCLASS_MEMBERS, Decision
from ecgkt.results.experts import ExpertsTable
from ecgkt.results.model_card import BUNDLED
from ecgkt.results.statistics.bootstrap import macro, patient_weights
from ecgkt.results.statistics.metrics import auroc_and_ap
from ecgkt.studies.experts.fused import Fused, cross_fuse, fuse
from ecgkt.studies.experts.refer import (
    doubts,
    figure,
    risk_coverage,
)
from ecgkt.studies.experts.votes import (
    BESIDE,
    EXPERTS,
    Panel,
    Votes,
    collect_votes,
)
from ecgkt.vocab.statements import MIN_POSITIVES

Floats = NDArray[np.float64]

COMMAND = (
    "python -m ecgkt evaluate experts --store STORE --simulator-taught RUN "
    "--work DIR --json"
)
FUSIONS = {
    "shipped": "the shipped model: last layers of the pair fitted together",
    "average": "mean of the five experts' calibrated logits",
    "gate": "their mean, weighed by what noise, rate and rhythm say of the recording",
    "stacking": "their sum, weighed statement by statement",
}
DOUBTS = {
    "disagreement": "mutual information of answer and expert over the super-classes",
    "committee": "entropy of the experts' mean: disagreement and their own doubt",
    "shipped": "entropy of the shipped model's super-classes",
}
RULE = (
    "The trees and the linear layer learned from the training split; all experts are "
    "calibrated, gate and weights are fitted, on the tuning split: for the tuning "
    "figures by five folds of its patients, for the held-out ones on all of it. The "
    "shipped model is the pair of networks, without what scores beside it. An ECG is "
    "wrong where it calls any of the five super-classes otherwise than its labels."
)


def evaluate_experts(
    store: Path, *, simulated: Path, work: Path, folder: Path = BUNDLED
) -> dict[str, Any]:
    """
    Hold five experts, their fusions and their doubt against the shipped model.

    Parameters
    ----------
    store : pathlib.Path
        PTB-XL, prepared.
    simulated : pathlib.Path
        A run of ``train diagnose --network residual`` on a simulated cohort.
    work : pathlib.Path
        Folder of the measurements; a later call goes on from there.
    folder : pathlib.Path
        The model's.

    Returns
    -------
    dict
        Schema ecgkt.experts/1.

    Raises
    ------
    EcgktError
        If the folder has no second opinion, its model is no pair of networks, the run
        is none, or the store is of another vocabulary or rate.
    """
    bundle = load_bundle(folder)
    second = load_second_opinion(folder, bundle.identity.networks)
    if second is None:
        raise EcgktError(f"expected a second opinion in {folder}, found none")
    panel = Panel(bundle, second, folder, simulated)
    votes = collect_votes(open_store(store), panel, work=work)
    return judge_votes(votes, bundle).to_dict()


def judge_votes(votes: dict[str, Votes], bundle: Bundle) -> ExpertsTable:
    """
    Judge what experts say of both splits.

    Parameters
    ----------
    votes : dict of str to Votes
        Of "tuning" and "held_out".
    bundle : Bundle
        The shipped model.

    Returns
    -------
    ExpertsTable
    """
    tuning, held_out = votes["tuning"], votes["held_out"]
    fused = cross_fuse(tuning), fuse(tuning, held_out)
    shares = fused[1].shares.mean(axis=0).round(4).tolist()
    parts = {
        **_opinions((tuning, held_out), fused),
        **_doubts((tuning, held_out), fused, bundle.networks),
    }
    content = {
        "command": COMMAND,
        "rule": RULE,
        "sha256": bundle.identity.networks,
        "n_tuning": len(tuning.labels),
        "n_held_out": len(held_out.labels),
        "n_patients": len(np.unique(held_out.patients)),
        "gate_shares": dict(zip(EXPERTS, shares, strict=True)),
        **parts,
    }
    return ExpertsTable.from_dict(content)


def _opinions(
    votes: tuple[Votes, Votes], fused: tuple[Fused, Fused]
) -> dict[str, list[dict[str, Any]]]:
    """Judge every expert and every fusion on both splits."""
    scores = [
        {
            **dict(zip(EXPERTS, part.experts, strict=True)),
            **dict.fromkeys(BESIDE, part.beside),
            "shipped": seen.shipped,
            "average": part.average,
            "gate": part.gate,
            "stacking": part.stacking,
        }
        for seen, part in zip(votes, fused, strict=True)
    ]
    tables = [
        {name: _aurocs(seen, logits) for name, logits in split.items()}
        for seen, split in zip(votes, scores, strict=True)
    ]
    enough = [seen.labels.sum(axis=0) >= MIN_POSITIVES for seen in votes]

    def judged(name: str, what: str) -> dict[str, Any]:
        first, second = (table[name] for table in tables)
        change = second - tables[1]["shipped"]
        return {
            "name": name,
            "what": what,
            "tuning": _figure(first),
            "tuning_validated": _figure(first[enough[0]]),
            "held_out": _figure(second),
            "held_out_validated": _figure(second[enough[1]]),
            "minus_shipped": _figure(change),
            "minus_shipped_validated": _figure(change[enough[1]]),
        }

    return {
        "experts": [judged(*pair) for pair in {**EXPERTS, **BESIDE}.items()],
        "fusions": [judged(*pair) for pair in FUSIONS.items()],
    }


def _aurocs(votes: Votes, logits: Floats) -> Floats:
    """Return one row per statement with both classes, the sample before the draws."""
    weights = patient_weights(votes.patients)
    columns = zip(votes.labels.T, logits.T, strict=True)
    return np.stack([auroc_and_ap(*column, weights).auroc for column in columns])


def _figure(table: Floats) -> dict[str, Any]:
    return figure(macro(table))


def _doubts(
    votes: tuple[Votes, Votes], fused: tuple[Fused, Fused], decision: Decision
) -> dict[str, Any]:
    """Judge every measure of doubt."""
    found = []
    for seen, part in zip(votes, fused, strict=True):
        groups = decision.superclass_probabilities(seen.shipped)
        truth = group_labels(seen.labels, SUPERCLASS_MEMBERS)
        called = groups >= np.array(decision.superclasses.thresholds)
        is_wrong = (called != truth).any(axis=1)
        found.append((doubts(part.groups, groups), is_wrong, seen.patients))
    (tuned, *known), (measured, *asked) = found
    rows = []
    for name, what in DOUBTS.items():
        area, curve = risk_coverage(measured[name], *asked)
        tuning_area, _curve = risk_coverage(tuned[name], *known)
        rows.append(
            {
                "name": name,
                "what": what,
                "tuning_area": tuning_area,
                "area": area,
                "curve": curve,
            }
        )
    return {"doubts": sorted(rows, key=lambda row: row["tuning_area"]["value"])}
