"""The arms side by side: run each on the same data and seeds, then evaluate all."""

import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ecgkt.dataset.store import PreparedStore
from ecgkt.files import to_json
from ecgkt.plotting.arms_svg import draw_arms_svg
from ecgkt.results.comparison import CompareTable
from ecgkt.studies.comparison.arms import ARMS
from ecgkt.studies.comparison.document import arms_csv, figure_words
from ecgkt.studies.comparison.inputs import CompareTables, read_truth
from ecgkt.studies.comparison.options import CompareOptions
from ecgkt.studies.comparison.partitions import Part, list_parts
from ecgkt.studies.comparison.run_arm import run_variant
from ecgkt.studies.comparison.scores import Job, ScoreFolder
from ecgkt.studies.comparison.summary import build_table
from ecgkt.studies.comparison.workbench import ArmBench, ArmRecipes
from ecgkt.training.loop.deadline import Deadline
from ecgkt.training.loop.run_folder import RunFolder
from ecgkt.training.loop.stage import UNLIMITED, RunLimits

log = logging.getLogger(__name__)


class CompareResult(NamedTuple):
    """
    How a call ended.

    Attributes
    ----------
    table : CompareTable or None
        None: the time was up; call again with `resume`.
    n_done, n_jobs : int
        Runs of a variant that are done, and all of them.
    """

    table: CompareTable | None
    n_done: int
    n_jobs: int


def compare(
    store: PreparedStore,
    out: Path,
    *,
    options: CompareOptions,
    recipes: ArmRecipes | None = None,
    limits: RunLimits = UNLIMITED,
    command: str = "",
) -> CompareResult:
    """
    Run, or go on with, a comparison of arms; when all is run, evaluate and write it.

    Parameters
    ----------
    store : PreparedStore
        The data.
    out : pathlib.Path
        Ends with summary.json, arms.csv, arms.svg and DONE.
    options : CompareOptions
        Arms, seeds, fractions.
    recipes : ArmRecipes or None
        Of the networks; None: those of `training.recipes`.
    limits : RunLimits
        Whether to go on with an older call, and for how long. Between runs and inside
        those of networks the clock is read; a plain learner is let finish.
    command : str
        For the document.

    Returns
    -------
    CompareResult

    Raises
    ------
    EcgktError
        If the folder is in use, finished or of other settings, or the data lack what
        an arm needs.
    """
    deadline, recipes = Deadline(limits.time_budget), recipes or ArmRecipes()
    truth = None if options.truth is None else read_truth(options.truth, store)
    parts = list_parts(store, range(options.seeds), options.folds)
    settings = _describe(store, options, recipes)
    run = RunFolder(out, settings, resume=limits.resume)
    try:
        scores = ScoreFolder(out / "scores", parts, pooled=options.folds is not None)
        tables = CompareTables(store, out, truth)
        benches = {
            part.name: ArmBench(
                part=part,
                folder=out / "runs" / part.name,
                tables=tables,
                recipes=recipes,
                device=options.device,
                deadline=deadline,
            )
            for part in parts
        }
        jobs = _list_jobs(parts, options)
        n_done = _run_jobs(jobs, benches, scores)
        if n_done < len(jobs):
            return CompareResult(None, n_done, len(jobs))
        log.info("all %d runs are done: judging", len(jobs))
        table = build_table(store, scores, options, settings, command=command)
        summary = {"stage": "compare", "n_jobs": len(jobs)}
        run.finish(documents(table), summary)
        return CompareResult(table, n_done, len(jobs))
    finally:
        run.close()


def _list_jobs(parts: Sequence[Part], options: CompareOptions) -> list[Job]:
    """List all runs: seed by seed, so that a first seed is whole early."""
    return [
        Job(part, arm, variant, fraction)
        for part in parts
        for fraction in sorted(options.fractions)
        for arm in options.arms_at(fraction)
        for variant in ARMS[arm].variants
    ]


def documents(table: CompareTable) -> dict[str, bytes]:
    """Return the files of a comparison by name."""
    title, subtitle = figure_words(table)
    figure = draw_arms_svg(table, title=title, subtitle=subtitle)
    return {
        "summary.json": to_json(table.to_dict()),
        "arms.csv": arms_csv(table).encode(),
        "arms.svg": figure.encode(),
    }


def _run_jobs(
    jobs: Sequence[Job], benches: dict[str, ArmBench], scores: ScoreFolder
) -> int:
    """Run what is not done, until the time is up; return how many are done."""
    for place, job in enumerate(jobs):
        if scores.has(job):
            continue
        bench = benches[job.part.name]
        if bench.deadline.is_over:
            break
        log.info("%d of %d: %s", place + 1, len(jobs), job.name)
        result = run_variant(bench, job.arm, job.variant, job.fraction)
        if result is None:
            break
        scores.save(job, result)
    return sum(scores.has(job) for job in jobs)


def _describe(
    store: PreparedStore, options: CompareOptions, recipes: ArmRecipes
) -> dict[str, Any]:
    return {
        "stage": "compare",
        "source": store.manifest["source"],
        "data_hash": store.manifest["data_hash"],
        "seeds": options.seeds,
        "fractions": sorted(options.fractions),
        "arms": options.chosen_arms,
        "folds": options.folds,
        "n_draws": options.n_draws,
        "device": options.device,
        "truth": None if options.truth is None else _hash(options.truth),
        "recipes": recipes.to_dict(),
    }


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
