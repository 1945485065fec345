"""A finished run of stage "diagnose" becomes the bundled model."""

import datetime
import tempfile
from pathlib import Path
from typing import Any

from ecgkt.bundle.classifier import save_bundle
from ecgkt.config import ModelConfig
from ecgkt.dataset.store import open_store
from ecgkt.errors import CheckpointError
from ecgkt.models.build import build_model
from ecgkt.release.finish import finish_bundle
from ecgkt.results.model_card import BUNDLED, ModelCard
from ecgkt.training.loop.finished_run import load_run

NAME, VERSION = "ecgkt-ptb-xl", "1.0.0"


def release_run(run: Path, store: Path, *, out: Path = BUNDLED) -> ModelCard:
    """
    Calibrate on tuning, evaluate once on held-out, write weights, settings and card.

    Parameters
    ----------
    run : pathlib.Path
        Finished run folder of ``train diagnose``.
    store : pathlib.Path
        The store it was trained on.
    out : pathlib.Path
        The bundle's folder.

    Returns
    -------
    ModelCard
        As written.

    Raises
    ------
    CheckpointError
        If the run is not finished, damaged, a leak check, or of another store.
    """
    finished, data = load_run(run), open_store(store)
    settings = finished.config
    if settings["stage"] != "diagnose" or settings["shuffle_labels"]:
        raise CheckpointError(f"{run} is a check, not a model to be released")
    if settings["data_hash"] != data.manifest["data_hash"]:
        raise CheckpointError(f"{run} was trained on another store than {store}")
    config = {
        "name": NAME,
        "version": VERSION,
        "architecture": settings["architecture"],
        "input": settings["input"],
    }
    training = {
        "command": f"python -m ecgkt train diagnose --seed {settings['seed']}",
        "seed": settings["seed"],
        "n_parameters": _count_parameters(settings["architecture"]),
        "recipe": settings["recipe"],
        "augmentation": settings["augmentation"],
        "torch": settings["torch"],
    }
    with tempfile.TemporaryDirectory() as folder:
        save_bundle(Path(folder), finished.tensors, config)
        today = datetime.datetime.now(datetime.UTC).date().isoformat()
        return finish_bundle(
            Path(folder), data, out=out, training=training, created=today
        )


def _count_parameters(architecture: dict[str, Any]) -> int:
    model = build_model(ModelConfig.from_dict(architecture))
    return sum(value.numel() for value in model.parameters())
