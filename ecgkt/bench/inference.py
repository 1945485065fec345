"""Milliseconds from a record to its reading, by number of threads."""

from typing import Any

import torch

from ecgkt.bench.timing import median_ms
from ecgkt.models.predict import predict_logits
from ecgkt.pipeline.reader import Reader
from ecgkt.preprocess.model_input import model_input
from ecgkt.results.model_card import BUNDLED
from ecgkt.simulate.example import simulate_example

REPEATS = 30


def measure_inference() -> dict[str, Any]:
    """
    Read one simulated recording again and again with the bundled model.

    Returns
    -------
    dict
        Median ms of the whole reading and, as its reference, of the network alone.

    Raises
    ------
    CheckpointError
        If there is no bundled model.
    """
    reader = Reader.load(BUNDLED)
    bundle = reader.bundle
    record = simulate_example("normal", seed=0, fs=500.0)
    signal = model_input(record, bundle.input_config)[None]
    before = torch.get_num_threads()
    figures: dict[str, Any] = {}
    for threads in (1, 2):
        torch.set_num_threads(threads)
        figures[str(threads)] = {
            "reading_ms": median_ms(lambda: reader.read(record), repeats=REPEATS),
            "network_ms": median_ms(
                lambda: predict_logits(bundle.model, signal, bundle.input_config),
                repeats=REPEATS,
            ),
        }
    torch.set_num_threads(before)
    return {"n_parameters": _count(bundle.model), "by_threads": figures}


def _count(model: torch.nn.Module) -> int:
    return sum(value.numel() for value in model.parameters())
