"""The command line: ``python -m ecgkt <command>``; see README and ``--help``."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ecgkt.errors import EcgktError, RecordError

# Each command imports what it needs when it runs: `--help` must not load torch.


def prepare_ptb_xl(arguments: argparse.Namespace) -> int:
    """Write a prepared store from PTB-XL's folder."""
    from ecgkt.dataset.ptb_xl import prepare_ptb_xl as prepare

    manifest = prepare(arguments.source, arguments.out)
    say(
        f"{arguments.out}: {manifest['n_records']} records of "
        f"{manifest['n_patients']} patients, {manifest['n_quarantined']} left out"
    )
    return 0


def simulate(arguments: argparse.Namespace) -> int:
    """Write one simulated example as a WFDB record."""
    from ecgkt.simulate.example import simulate_example
    from ecgkt.simulate.write_wfdb import write_wfdb

    record = simulate_example(arguments.example, seed=arguments.seed, fs=500.0)
    arguments.out.mkdir(parents=True, exist_ok=True)
    print(write_wfdb(record, arguments.out, record.record_id))
    return 0


def train_diagnose(arguments: argparse.Namespace) -> int:
    """Train, or go on training, the 71 statements."""
    from ecgkt.dataset.store import open_store
    from ecgkt.training.diagnose import RunLimits
    from ecgkt.training.diagnose import train_diagnose as train

    ending = train(
        open_store(arguments.store),
        arguments.out,
        seed=arguments.seed,
        shuffle_labels=arguments.shuffle_labels,
        device=arguments.device,
        limits=RunLimits(arguments.resume, arguments.time_budget),
    )
    state = "finished" if ending.is_finished else "stopped, go on with --resume"
    score = "not yet judged" if ending.score is None else f"{ending.score:.4f}"
    say(f"{arguments.out}: {state}; macro AUROC on tuning {score}")
    return 0


def bundle(arguments: argparse.Namespace) -> int:
    """Calibrate a finished run, judge it, and make it the bundled model."""
    from ecgkt.evaluation.release import release_run

    card = release_run(arguments.run, arguments.store, out=arguments.out)
    figure = card.macro["all"]
    say(
        f"{arguments.out}: macro AUROC on held_out {figure.auroc:.4f} {figure.auroc_ci}"
    )
    return 0


def predict(arguments: argparse.Namespace) -> int:
    """Read recordings and print what the bundled model says of them."""
    from ecgkt.checkpoint import load_bundle
    from ecgkt.io.read_path import read_path
    from ecgkt.pipeline import Reader
    from ecgkt.report.model_card import BUNDLED
    from ecgkt.report.reading_json import document
    from ecgkt.report.reading_text import reading_text

    reader = Reader(load_bundle(arguments.model or BUNDLED))
    readings, errors = [], []
    stated = {"fs": arguments.fs, "unit": arguments.unit, "age": arguments.age}
    for path in arguments.files:
        try:
            reading = reader.read(read_path(path, **stated), file=path.name)
        except RecordError as error:
            errors.append((path.name, str(error)))
            say(f"{path.name}: {error}")
            continue
        readings.append(reading)
        if reading.quality.verdict == "refuse":
            say(f"{path.name}: not scored. {' '.join(reading.quality.reasons)}")
    if arguments.json:
        print_json(document(readings, errors))
    else:
        print("\n\n".join(reading_text(reading) for reading in readings))
    is_refused = any(reading.quality.verdict == "refuse" for reading in readings)
    return 1 if errors or is_refused else 0


def evaluate_bundled(arguments: argparse.Namespace) -> int:
    """Recompute the card's figures from weights and store."""
    from ecgkt.evaluation.evaluate_bundled import evaluate_bundled as evaluate
    from ecgkt.evaluation.evaluate_bundled import summarise

    found = evaluate(arguments.store, split=arguments.split)
    if arguments.json:
        print_json(found)
    else:
        print(summarise(found))
    return 0


def bench(arguments: argparse.Namespace) -> int:
    """Measure speed beside its references."""
    from ecgkt.bench.measure import measure

    print_json(measure(arguments.what, arguments.source))
    return 0


def say(text: str) -> None:
    """Tell the person at the terminal; stdout is for results."""
    print(text, file=sys.stderr)


def print_json(document: dict[str, Any]) -> None:
    """Print one JSON document on stdout."""
    print(json.dumps(document, allow_nan=False, ensure_ascii=False, indent=1))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ecgkt",
        description="12-lead ECG: prepare data, train, judge, predict. "
        "For research and education only.",
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_prepare(commands)
    _add_simulate(commands)
    _add_train(commands)
    _add_bundle(commands)
    _add_predict(commands)
    _add_evaluate(commands)
    _add_bench(commands)
    return parser


def _add(
    commands: Any, name: str, function: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=function.__doc__, description=function.__doc__
    )
    parser.set_defaults(function=function)
    return parser


def _add_prepare(commands: Any) -> None:
    data_sets = commands.add_parser(
        "prepare", help="Turn a public data set into a prepared store."
    ).add_subparsers(required=True, metavar="data-set")
    ptb_xl = _add(data_sets, "ptb-xl", prepare_ptb_xl)
    ptb_xl.add_argument("source", type=Path, help="folder in PhysioNet's layout")
    ptb_xl.add_argument("--out", type=Path, required=True, help="the store")


def _add_simulate(commands: Any) -> None:
    from ecgkt.simulate.example import EXAMPLES

    command = _add(commands, "simulate", simulate)
    command.add_argument("--example", choices=list(EXAMPLES), required=True)
    command.add_argument("--seed", type=int, default=0)
    command.add_argument("--out", type=Path, required=True, help="folder to write to")


def _add_train(commands: Any) -> None:
    stages = commands.add_parser("train", help="Train one stage.").add_subparsers(
        required=True, metavar="stage"
    )
    diagnose = _add(stages, "diagnose", train_diagnose)
    diagnose.add_argument("--store", type=Path, required=True)
    diagnose.add_argument("--out", type=Path, required=True, help="the run folder")
    diagnose.add_argument("--seed", type=int, default=0)
    diagnose.add_argument("--shuffle-labels", action="store_true", help="leak check")
    diagnose.add_argument("--resume", action="store_true")
    diagnose.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    diagnose.add_argument("--time-budget", type=float, metavar="MINUTES")


def _add_bundle(commands: Any) -> None:
    from ecgkt.report.model_card import BUNDLED

    command = _add(commands, "bundle", bundle)
    command.add_argument("run", type=Path, help="finished run of train diagnose")
    command.add_argument("--store", type=Path, required=True)
    command.add_argument("--out", type=Path, default=BUNDLED)


def _add_predict(commands: Any) -> None:
    command = _add(commands, "predict", predict)
    command.add_argument("files", type=Path, nargs="+", metavar="FILE")
    command.add_argument("--json", action="store_true")
    command.add_argument("--fs", type=float, help="Hz, if the file does not state it")
    command.add_argument("--unit", choices=["mV", "uV", "V"], help="likewise")
    command.add_argument("--age", type=float, help="years, if the file has none")
    command.add_argument("--model", type=Path, help="another model folder")


def _add_evaluate(commands: Any) -> None:
    subjects = commands.add_parser(
        "evaluate", help="Judge a finished model."
    ).add_subparsers(required=True, metavar="subject")
    bundled = _add(subjects, "bundled", evaluate_bundled)
    bundled.add_argument("--store", type=Path, required=True)
    bundled.add_argument("--split", choices=["tuning", "held_out"], default="held_out")
    bundled.add_argument("--json", action="store_true")


def _add_bench(commands: Any) -> None:
    command = _add(commands, "bench", bench)
    command.add_argument("what", choices=["prepare", "train", "inference", "app"])
    command.add_argument(
        "source",
        type=Path,
        nargs="?",
        help="prepare: PTB-XL folder; train: a store; app: a WFDB header file",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run one command.

    Parameters
    ----------
    arguments : sequence of str or None
        Words after the program's name; None takes those of the process.

    Returns
    -------
    int
        0 all well, 1 an input failed, 2 wrong usage.

    Raises
    ------
    SystemExit
        With 2, by argparse, for wrong usage.
    """
    parsed = _parser().parse_args(arguments)
    try:
        return int(parsed.function(parsed))
    except EcgktError as error:
        say(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main())
