"""``compare``: the arms side by side."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecgkt.commands.output import say
from ecgkt.commands.verb import add_command

if TYPE_CHECKING:
    from ecgkt.results.comparison import CompareTable, FractionFigures
    from ecgkt.results.document import Figure


def compare(arguments: argparse.Namespace) -> int:
    """Train every arm on the same data and seeds, and judge them together."""
    import logging

    from ecgkt.dataset.store import open_store
    from ecgkt.studies.comparison.compare import compare as run
    from ecgkt.studies.comparison.options import CompareOptions
    from ecgkt.training.loop.stage import RunLimits

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    fractions = (1.0,) if arguments.folds else (0.01, 0.1, 1.0)
    options = CompareOptions(
        seeds=arguments.seeds,
        fractions=tuple(arguments.fractions or fractions),
        arms=None if arguments.arms is None else tuple(arguments.arms),
        truth=arguments.truth,
        folds=arguments.folds,
        device=arguments.device,
    )
    result = run(
        open_store(arguments.store),
        arguments.out,
        options=options,
        limits=RunLimits(arguments.resume, arguments.time_budget),
        command=_command(arguments, options.fractions),
    )
    if result.table is None:
        done = f"{result.n_done} of {result.n_jobs} runs are done"
        say(f"{arguments.out}: {done}, go on with --resume")
        return 0
    say(f"{arguments.out}: all {result.n_jobs} runs are done")
    say(summarise(result.table))
    return 0


def summarise(table: "CompareTable") -> str:
    """
    Say in a few lines what was found.

    Parameters
    ----------
    table : CompareTable
        The comparison.

    Returns
    -------
    str
        One block per fraction of the labels.
    """
    whose = "simulated cohort" if table.simulated else table.source
    lines = [f"{whose}: macro over {table.n_labels} labels, {len(table.seeds)} seeds"]
    for figures in table.fractions:
        share = f"{100 * figures.fraction:g} % of the labels"
        lines.append(f"{share} ({figures.n_ecgs:g} ECGs)")
        for name, arm in figures.arms.items():
            auprc = "-" if arm.auprc is None else f"{arm.auprc:.4f}"
            figure = _numbers(arm.auroc, arm.auroc_ci)
            lines.append(f"  {name:8} AUROC {figure}  AUPRC {auprc}")
        lines += _answers(figures)
    if table.constant is not None:
        centred, not_centred = table.constant.values()
        lines.append(f"constant predictor {centred} (not centred: {not_centred})")
    return "\n".join(lines)


def _answers(figures: "FractionFigures") -> list[str]:
    from ecgkt.results.comparison_figures import COMPARISONS

    answers: list[tuple[str, Figure | None]] = [
        (name, getattr(figures, name)) for name in COMPARISONS
    ]
    return [
        f"  {name:20} {_numbers(answer.value, answer.ci)}"
        for name, answer in answers
        if answer is not None
    ]


def _numbers(value: float | None, ci: tuple[float, float] | None) -> str:
    if value is None:
        return "not defined"
    return f"{value:.4f}" + ("" if ci is None else f" ({ci[0]:.4f} to {ci[1]:.4f})")


def _command(arguments: argparse.Namespace, fractions: tuple[float, ...]) -> str:
    """Return the whole command, without the pieces it was cut in and without disks."""
    words = ["python -m ecgkt compare"]
    for name in ("store", "out", "truth"):
        path: Path | None = getattr(arguments, name)
        if path is not None:
            words += [f"--{name}", path.name if path.is_absolute() else str(path)]
    words += ["--seeds", str(arguments.seeds)]
    words += ["--fractions", *(f"{share:g}" for share in fractions)]
    if arguments.arms is not None:
        words += ["--arms", *arguments.arms]
    if arguments.folds is not None:
        words += ["--folds", str(arguments.folds)]
    if arguments.device != "cpu":
        words += ["--device", arguments.device]
    return " ".join(words)


def add(commands: Any) -> None:
    """Add the verb to the command line."""
    command = add_command(commands, "compare", compare)
    command.add_argument("--store", type=Path, required=True)
    command.add_argument("--out", type=Path, required=True)
    command.add_argument("--seeds", type=int, default=3, help="runs of every arm")
    command.add_argument(
        "--fractions", type=float, nargs="+", help="shares of the labelled patients"
    )
    command.add_argument("--arms", nargs="+", help="all by default")
    command.add_argument(
        "--truth", type=Path, help="latents.csv.gz of a simulated cohort, for ceiling"
    )
    command.add_argument(
        "--folds", type=int, help="cross-validate by patient instead of the splits"
    )
    command.add_argument("--resume", action="store_true")
    command.add_argument("--time-budget", type=float, metavar="MINUTES")
    command.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
