"""All stages on MIMIC-IV in a row; each is skipped where its result is whole."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from ecgkt.dataset.mimic_iv.mimic_iv import prepare_mimic_iv
from ecgkt.dataset.mimic_iv.options import MimicFolders, MimicOptions
from ecgkt.dataset.store import PreparedStore, open_store
from ecgkt.errors import EcgktError
from ecgkt.evaluation.stage_figures import (
    SCHEMA,
    STAGES,
    evaluate_mimic_iv,
    hash_weights,
)
from ecgkt.files import to_json, write_atomically
from ecgkt.training.loop.deadline import Deadline
from ecgkt.training.loop.loop import TrainResult
from ecgkt.training.loop.stage import UNLIMITED, RunLimits
from ecgkt.training.recipes.align import ALIGN, AlignSettings
from ecgkt.training.recipes.diagnose import DIAGNOSE, DiagnoseSettings
from ecgkt.training.recipes.labs import LABS, LabSettings
from ecgkt.training.stages.align import train_align
from ecgkt.training.stages.diagnose import train_diagnose
from ecgkt.training.stages.labs import train_labs


@dataclass(frozen=True, kw_only=True)
class StudySettings:
    """
    The settings of the three stages.

    Attributes
    ----------
    align, diagnose, labs
        Architecture and recipe of each; the first two share their encoder.
    """

    align: AlignSettings = field(default_factory=lambda: ALIGN)
    diagnose: DiagnoseSettings = field(default_factory=lambda: DIAGNOSE)
    labs: LabSettings = field(default_factory=lambda: LABS)


class MimicStudy(NamedTuple):
    """
    All that the result depends on.

    Attributes
    ----------
    folders : MimicFolders
        MIMIC-IV-ECG, MIMIC-IV and what else there is.
    options : MimicOptions
        Window, limits and label rules of the store.
    seed : int
        Of every stage.
    device : str
        "cpu" or "cuda".
    settings : StudySettings
        Architecture and recipes.
    """

    folders: MimicFolders
    options: MimicOptions = MimicOptions()
    seed: int = 0
    device: str = "cpu"
    settings: StudySettings = StudySettings()


class Progress(NamedTuple):
    """
    How far a call came.

    Attributes
    ----------
    finished : tuple of str
        Steps whose results are whole, in their order.
    document : dict or None
        The evaluation, once all is done.
    """

    finished: tuple[str, ...]
    document: dict[str, Any] | None


def run_mimic_iv(
    study: MimicStudy, out: Path, *, limits: RunLimits = UNLIMITED
) -> Progress:
    """
    Prepare, align, diagnose, read labs and evaluate, or go on with it.

    Preparing is one step of some minutes: the budget is looked at before and after it,
    not inside; if it is ended from outside, what was packed stays.

    Parameters
    ----------
    study : MimicStudy
        Data, options, seed and settings.
    out : pathlib.Path
        Holds the store, one run folder per stage and evaluation.json at the end.
    limits : RunLimits
        Whether to go on with an older call; minutes for all steps together.

    Returns
    -------
    Progress

    Raises
    ------
    EcgktError
        If `out` holds something that was not to be resumed or is of another study, the
        source is damaged, or a result was made from another store.
    """
    deadline = Deadline(limits.time_budget)
    _claim(study, out, limits.resume)
    folder = out / "store"
    if not folder.exists():
        prepare_mimic_iv(study.folders, folder, options=study.options)
    store = open_store(folder)
    finished = ["prepare"]
    for stage, train in _stages(study, store, out):
        if not _is_done(out / stage, store):
            if deadline.is_over:
                return Progress(tuple(finished), None)
            result = train(
                limits=RunLimits(resume=True, time_budget=deadline.minutes_left)
            )
            if not result.is_finished:
                return Progress(tuple(finished), None)
        finished.append(stage)
    document = _load_evaluation(out, store)
    if document is None:
        if deadline.is_over:
            return Progress(tuple(finished), None)
        document = evaluate_mimic_iv(store, out)
    return Progress((*finished, "evaluate"), document)


def _claim(study: MimicStudy, out: Path, resume: bool) -> None:
    """Refuse a folder of another study; write down what this one is."""
    stated = out / "study.json"
    now = json.loads(to_json(_describe(study)))
    if not stated.exists():
        if out.exists() and any(out.iterdir()):
            raise EcgktError(f"{out} holds other files: choose a new or empty folder")
        out.mkdir(parents=True, exist_ok=True)
        write_atomically({stated: to_json(now)})
        return
    if not resume:
        raise EcgktError(f"{out} holds such a study: add --resume or choose another")
    before = json.loads(stated.read_text(encoding="utf-8"))
    other = sorted(key for key in {*before, *now} if before.get(key) != now.get(key))
    if other:
        raise EcgktError(
            f"the study in {out} was begun with another {', '.join(other)}: choose "
            "another folder"
        )


def _describe(study: MimicStudy) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "folders": {
            name: None if path is None else str(path.resolve())
            for name, path in study.folders._asdict().items()
        },
        "options": study.options.to_dict(),
        "seed": study.seed,
        "device": study.device,
        "settings": asdict(study.settings),
    }


def _stages(
    study: MimicStudy, store: PreparedStore, out: Path
) -> Iterator[tuple[str, Callable[..., TrainResult]]]:
    trained = (
        partial(train_align),
        partial(train_diagnose, init=out / "align"),
        partial(train_labs, init=out / "diagnose"),
    )
    for stage, train in zip(STAGES, trained, strict=True):
        settings = getattr(study.settings, stage)
        options = {"settings": settings, "seed": study.seed, "device": study.device}
        yield stage, partial(train, store, out / stage, **options)


def _is_done(run: Path, store: PreparedStore) -> bool:
    if not (run / "DONE").exists():
        return False
    config = json.loads((run / "config.json").read_text(encoding="utf-8"))
    if config.get("data_hash") != store.manifest["data_hash"]:
        raise EcgktError(
            f"{run} was trained on another store than the one beside it: move one away"
        )
    return True


def _load_evaluation(out: Path, store: PreparedStore) -> dict[str, Any] | None:
    """Return the evaluation of these very weights and data, if there is one."""
    try:
        text = (out / "evaluation.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    document: dict[str, Any] = json.loads(text)
    now = (hash_weights(out), store.manifest["data_hash"])
    return document if (document["models"], document["data_hash"]) == now else None
