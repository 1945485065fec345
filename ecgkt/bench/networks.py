"""What each shipped network costs: size, arithmetic and time, beside published ones."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from ecgkt.bench.timing import median_ms
from ecgkt.bundle.classifier import Bundle
from ecgkt.errors import CheckpointError
from ecgkt.models.context import context_rows
from ecgkt.models.predict import crop_starts, predict_with_crops
from ecgkt.models.state_space import FEW
from ecgkt.pipeline.reader import Reader
from ecgkt.preprocess.model_input import model_input
from ecgkt.results.model_card import BUNDLED
from ecgkt.results.networks import NetworkCost, PublishedNetwork
from ecgkt.simulate.example import simulate_example
from ecgkt.types.record import Signal
from ecgkt.vocab.leads import LEADS

REPEATS = 30
THREADS = (1, 2)
PUBLISHED = (
    PublishedNetwork(
        name="S4, width 512, 4 layers",
        source="arXiv 2509.25095, trained from scratch",
        reads="one crop of 2.5 s, 12 leads at 100 Hz",
        n_parameters=2_480_000,
        mmac=659.0,
    ),
    PublishedNetwork(
        name="ECG-CPC",
        source="arXiv 2509.25095",
        reads="one crop of 2.5 s, 12 leads at 240 Hz",
        n_parameters=3_800_000,
    ),
    PublishedNetwork(
        name="ECG-IMN",
        source="arXiv 2602.09566",
        reads="10 s, 12 leads at 100 Hz",
        n_parameters=139_000,
        mmac=923.0,
    ),
    PublishedNetwork(
        name="CBraMod",
        source="arXiv 2412.07236",
        reads="10 s, 12 leads at 200 Hz",
        n_parameters=4_920_000,
        mmac=476.0,
    ),
)
"""Counted from published shapes, not timed here; of ECG-CPC the authors' count."""


@dataclass(frozen=True, kw_only=True)
class _Work:
    """One network with what it does for a reading."""

    name: str
    reads: str
    n_parameters: int
    run: Callable[[], object]
    counted: Callable[[], object]
    times: float = 1.0
    """Of what is counted, in one reading."""


def measure_networks() -> dict[str, Any]:
    """
    Count and time every network of the bundled model.

    Returns
    -------
    dict
        The fields of `NetworkTable` beside those of every benchmark.

    Raises
    ------
    CheckpointError
        If the bundled model or what is shipped beside it is missing.
    """
    reader = Reader.load(BUNDLED)
    threads = torch.get_num_threads()
    try:
        costs = [_cost(work) for work in _works(reader)]
    finally:
        torch.set_num_threads(threads)
    return {
        "command": "python -m ecgkt bench networks",
        "processor": processor_name(),
        "model": {"sha256": reader.bundle.identity.sha256},
        "networks": [asdict(cost) for cost in costs],
        "published": [asdict(network) for network in PUBLISHED],
    }


def processor_name(info: Path = Path("/proc/cpuinfo")) -> str:
    """Return what the processor calls itself; empty where nothing tells."""
    if not info.exists():
        return ""
    lines = info.read_text(encoding="utf-8", errors="replace").splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if "model name" in line]
    return names[0] if names else ""


def count_mmac(call: Callable[[], object]) -> float:
    """
    Count the multiplications of convolutions and matrix products.

    Parameters
    ----------
    call : callable
        Runs the network once.

    Returns
    -------
    float
        Million multiplications with addition.
    """
    counter = FlopCounterMode(display=False)
    with torch.no_grad(), counter:
        call()
    return counter.get_total_flops() / 2e6


def _works(reader: Reader) -> list[_Work]:
    bundle, second, delineator = (
        reader.bundle,
        reader.second,
        reader.installed.delineator,
    )
    context = reader.context
    if delineator is None or second is None or context is None:
        raise CheckpointError(
            "expected a model with a delineator, a second opinion and a second result"
        )
    record = simulate_example("normal", seed=0, fs=500.0)
    signal = model_input(record, bundle.input_config)
    branches = bundle.model.encoder.branches
    rows = range(len(LEADS))

    def run_delineator() -> object:
        return delineator(record.signal, record.fs, rows)

    crops = predict_with_crops(bundle.model, signal[None], bundle.input_config).crops
    person = context_rows([60.0], ["female"])

    def run_context() -> object:
        return context.correct(crops, person)

    def run_second() -> object:
        return second.probabilities(signal)

    both = f"{bundle.identity.name} {bundle.identity.version}, both networks"
    return [
        _over_crops(both, bundle.model, bundle, signal),
        *(
            _over_crops(f"of it, {_kind(branch)}", branch, bundle, signal)
            for branch in branches
        ),
        *_additive(bundle, signal),
        _Work(
            name=f"{second.identity.name} {second.identity.version}, on demand",
            reads=f"{bundle.input_config.duration:g} s, 8 leads",
            n_parameters=_size(second.model),
            run=run_second,
            counted=run_second,
        ),
        _Work(
            name=f"{context.identity.name} {context.identity.version}, on demand, "
            "beside the network it corrects",
            reads=f"age, sex and embeddings of {len(crops[0])} crops",
            n_parameters=_size(context.net),
            run=run_context,
            counted=run_context,
        ),
        _Work(
            name="delineator of P, QRS and T",
            reads=f"12 leads of 10 s at {delineator.mask_fs:g} Hz",
            n_parameters=_size(delineator.model),
            run=run_delineator,
            counted=run_delineator,
        ),
    ]


def _additive(bundle: Bundle, signal: Signal) -> list[_Work]:
    """Return the additive model with the measuring of its values, if there is one."""
    if bundle.joined is None:
        return []
    model = bundle.joined.additive
    logits = np.zeros((1, len(model.bias)), np.float32)

    def run() -> object:
        return bundle.join(logits, signal[None])

    return [
        _Work(
            name="beside them, measuring and the additive model",
            reads=f"{bundle.input_config.duration:g} s, 8 leads",
            n_parameters=model.edges.size + model.steps.size + model.bias.size,
            run=run,
            counted=run,  # it looks up and adds; nothing is multiplied
        )
    ]


def _size(network: nn.Module) -> int:
    return sum(value.numel() for value in network.parameters())


def _kind(branch: nn.Module) -> str:
    return {"ResNet": "residual network", "StateSpaceNet": "state-space network"}.get(
        type(branch).__name__, type(branch).__name__
    )


def _over_crops(name: str, network: nn.Module, bundle: Bundle, signal: Signal) -> _Work:
    config = bundle.input_config
    starts = crop_starts(config)
    crops = np.stack([signal[:, s : s + config.crop_samples] for s in starts])
    batch = torch.from_numpy(crops)
    # A few crops go through a Fourier transform, which nobody counts.
    many = batch[:1].expand(FEW, -1, -1)

    def run() -> object:
        with torch.inference_mode():
            return network(batch)

    return _Work(
        name=name,
        reads=f"{len(starts)} crops of {config.crop_samples / config.fs:g} s, 8 leads",
        n_parameters=_size(network),
        run=run,
        counted=lambda: network(many),
        times=len(starts) / FEW,
    )


def _cost(work: _Work) -> NetworkCost:
    ms = {}
    for threads in THREADS:
        torch.set_num_threads(threads)
        ms[str(threads)] = round(median_ms(work.run, repeats=REPEATS), 1)
    return NetworkCost(
        name=work.name,
        reads=work.reads,
        n_parameters=work.n_parameters,
        megabytes=round(4e-6 * work.n_parameters, 2),
        mmac=round(count_mmac(work.counted) * work.times, 1),
        ms=ms,
    )
