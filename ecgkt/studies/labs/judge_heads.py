"""The whole study of the laboratory heads: across patients, then of the final heads."""

from pathlib import Path
from typing import Any, NamedTuple

from ecgkt.models.lab_head import LabHeads
from ecgkt.results.model_card import BUNDLED
from ecgkt.studies.labs.cross_validation import (
    SEEDS,
    Say,
    cross_validate,
    n_workers,
    read_inputs,
)
from ecgkt.studies.labs.document import document
from ecgkt.studies.labs.final_heads import fit_heads
from ecgkt.studies.labs.normal_flags import judge_normal


class Judged(NamedTuple):
    """
    What the study found.

    Attributes
    ----------
    document : dict
        Schema ecgkt.labs/1 of contract.md section 4.
    heads : LabHeads
        Learned from all patients.
    chosen : list of str
        Names of the recipes behind them.
    """

    document: dict[str, Any]
    heads: LabHeads
    chosen: list[str]


def judge_heads(
    store: Path,
    *,
    folder: Path = BUNDLED,
    normal: Path | None = None,
    seeds: tuple[int, ...] = SEEDS,
    say: Say | None = None,
) -> Judged:
    """
    Judge heads across patients, learn them from all, and try them on normal ECGs.

    Parameters
    ----------
    store : pathlib.Path
        What ``prepare mimic-iv --window 24h --out`` wrote.
    folder : pathlib.Path
        The model whose encoder is used; by default the shipped one.
    normal : pathlib.Path, optional
        What ``prepare ptb-xl --out`` wrote; without it nothing is known of normal ECGs.
    seeds : tuple of int
        One split of the cross-validation for each.
    say : callable, optional
        Is told of progress.

    Returns
    -------
    Judged
        The same for the same stores and seeds.

    Raises
    ------
    EcgktError
        If the model or a store is incomplete, they do not fit each other, or a store
        has too few patients, laboratory values or normal ECGs.
    """
    opened, bundle, data = read_inputs(store, folder, say=say)
    found = cross_validate(data, seeds=seeds, workers=n_workers(seeds), say=say)
    judged = document(data, found, opened, bundle)
    heads, chosen = fit_heads(data, found.scores["ours"], judged["labs"], store=opened)
    if normal:
        heads, judged["normal"] = judge_normal(heads, normal, bundle)
    for figures, target in zip(judged["labs"], heads.targets, strict=True):
        ends = target.flagged_of_normal_ci
        figures["flagged_of_normal"] = target.flagged_of_normal
        figures["flagged_of_normal_ci"] = None if ends is None else list(ends)
    return Judged(judged, heads, chosen)
