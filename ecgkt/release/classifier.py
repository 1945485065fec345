"""Finished runs of stage "diagnose" become the bundled model."""

import datetime
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ecgkt.bundle.classifier import load_bundle, save_bundle
from ecgkt.config import InputConfig, ModelConfig
from ecgkt.dataset.store import open_store
from ecgkt.errors import CheckpointError
from ecgkt.models.build import build_model
from ecgkt.release.finish import finish_bundle
from ecgkt.results.model_card import BUNDLED, ModelCard
from ecgkt.training.loop.finished_run import FinishedRun, load_run
from ecgkt.training.loop.join_runs import join_runs
from ecgkt.training.recipes.diagnose import NETWORKS
from ecgkt.training.stages.refit_heads import PENALTY, refit_heads
from ecgkt.vocab.statements import CODES

NAME, VERSION = "ecgkt-ptb-xl", "3.0.0"
BRIEF = ("PAC", "PVC", "SARRH")
"""Statements that a moment of a recording decides; fold 9 chose how they are pooled."""


def release_runs(
    runs: Sequence[Path], store: Path, *, out: Path = BUNDLED
) -> ModelCard:
    """
    Join, refit, calibrate on tuning, evaluate once on held-out, write all with card.

    Parameters
    ----------
    runs : sequence of pathlib.Path
        Finished run folders of ``train diagnose``; the logits of all are averaged.
    store : pathlib.Path
        The store they were trained on.
    out : pathlib.Path
        The bundle's folder.

    Returns
    -------
    ModelCard
        As written.

    Raises
    ------
    CheckpointError
        If a run is not finished, damaged, a leak check, or of another store, or if the
        runs do not fit each other.
    """
    finished, data = [load_run(run) for run in runs], open_store(store)
    for run in finished:
        _expect_release(run, store, data.manifest["data_hash"])
    joined = join_runs(finished)
    architecture = replace(
        ModelConfig.from_dict(joined.architecture),
        brief=tuple(map(CODES.index, BRIEF)),
    )
    model = build_model(architecture).eval()
    model.load_state_dict(joined.tensors)
    refit_heads(model, data, InputConfig.from_dict(finished[0].config["input"]))
    config = {
        "name": NAME,
        "version": VERSION,
        "architecture": architecture.to_dict(),
        "input": finished[0].config["input"],
    }
    training = {
        "command": "; ".join(_command(run) for run in finished),
        "n_parameters": sum(value.numel() for value in model.parameters()),
        "heads": {"fitted_anew": True, "penalty": PENALTY},
        "runs": [
            {
                name: run.config[name]
                for name in ("architecture", "seed", "recipe", "augmentation", "torch")
            }
            for run in finished
        ],
    }
    with tempfile.TemporaryDirectory() as folder:
        save_bundle(Path(folder), model.state_dict(), config)
        return finish_bundle(
            Path(folder), data, out=out, training=training, created=_today()
        )


def release_again(store: Path, *, out: Path = BUNDLED) -> ModelCard:
    """
    Make all that stands on the networks of a model folder anew, and judge it once.

    Parameters
    ----------
    store : pathlib.Path
        The store they were trained on.
    out : pathlib.Path
        The model's folder; its networks stay as they are.

    Returns
    -------
    ModelCard
        As written.

    Raises
    ------
    CheckpointError
        If the model was trained on another store, or has no card to say on which.
    """
    shipped, data = load_bundle(out), open_store(store)
    if shipped.card["data"]["data_hash"] != data.manifest["data_hash"]:
        raise CheckpointError(f"{out} was trained on another store than {store}")
    config = {**shipped.config, "version": VERSION}
    with tempfile.TemporaryDirectory() as folder:
        save_bundle(Path(folder), shipped.model.state_dict(), config, half=True)
        return finish_bundle(
            Path(folder),
            data,
            out=out,
            training=shipped.card["training"],
            created=_today(),
        )


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def _expect_release(run: FinishedRun, store: Path, data_hash: str) -> None:
    settings = run.config
    if settings["stage"] != "diagnose" or settings["shuffle_labels"]:
        raise CheckpointError(f"{run.folder} is a check, not a model to be released")
    if settings["data_hash"] != data_hash:
        raise CheckpointError(f"{run.folder} was trained on another store than {store}")


def _command(run: FinishedRun) -> str:
    known = {
        name: {**settings.model.to_dict(), "n_outputs": len(CODES)}
        for name, settings in NETWORKS.items()
    }
    found = ModelConfig.from_dict(run.config["architecture"]).to_dict()
    names = [name for name, architecture in known.items() if architecture == found]
    network = f" --network {names[0]}" if names else ""
    return f"python -m ecgkt train diagnose{network} --seed {run.config['seed']}"
