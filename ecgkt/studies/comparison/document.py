"""The words and the CSV of a comparison's documents."""

import csv
import io

from ecgkt.results.comparison import CompareTable

METRICS = ("auroc", "auprc")
HEADER = ("fraction", "arm", "metric", "value", "low", "high")


def arms_csv(table: CompareTable) -> str:
    """
    Write one row per fraction, arm and metric, and the seeds behind it.

    Parameters
    ----------
    table : CompareTable
        The comparison.

    Returns
    -------
    str
        CSV with a header; an empty field where nothing is defined.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*HEADER, *(f"seed_{seed}" for seed in table.seeds)])
    for figures in table.fractions:
        for name, arm in figures.arms.items():
            for metric in METRICS:
                low, high = getattr(arm, f"{metric}_ci") or (None, None)
                value, seeds = getattr(arm, metric), getattr(arm, f"seeds_{metric}")
                writer.writerow(
                    [figures.fraction, name, metric, value, low, high, *seeds]
                )
    return text.getvalue()


def figure_words(table: CompareTable) -> tuple[str, str]:
    """
    Return the figure's title, and a subtitle that says whose ECGs these are.

    Parameters
    ----------
    table : CompareTable
        The comparison.

    Returns
    -------
    tuple of two str
    """
    whose = "simulated cohort" if table.simulated else table.source
    how = f", {table.folds} folds" if table.folds else ""
    return (
        f"What each arm knows ({whose})",
        f"{whose}: {table.n_ecgs:,} ECGs of {table.n_patients:,} "
        f"{'simulated ' if table.simulated else ''}patients, {table.n_labels} labels, "
        f"{len(table.seeds)} seeds{how}",
    )
