"""Subgroups in words, for the terminal and the model card."""

from typing import Any

from ecgkt.report.cases_words import p_text
from ecgkt.report.comparison_words import difference_text, figure_text
from ecgkt.results.cases.groups import TITLES
from ecgkt.results.subgroups import SubgroupLabel, SubgroupRow, SubgroupTable

CERTAIN = 0.05
"""Corrected p value below which a loss is called more than chance."""


def macro_rows(table: SubgroupTable) -> list[dict[str, str | int]]:
    """Return one line per subgroup, all statements together."""
    return [
        {
            "Subgroup": f"{TITLES[row.group]}: {row.level}",
            "ECGs": row.n,
            "Patients": row.n_patients,
            "Statements": row.n_labels,
            "Macro AUROC": figure_text(row.auroc),
            "Less that of all": difference_text(row.gap),
        }
        for row in table.macro
    ]


def label_rows(label: SubgroupLabel) -> list[dict[str, str | int]]:
    """Return one line per subgroup of a statement, the largest loss first."""
    return [
        {
            "Subgroup": f"{TITLES[row.group]}: {row.level}",
            "ECGs": row.n,
            "With it": row.positives,
            "AUROC": figure_text(row.auroc),
            "Less that of all": difference_text(row.gap),
            "Worse by chance": p_text(row.p),
        }
        for row in label.rows
    ]


def worst_text(table: SubgroupTable, code: str) -> str:
    """
    Say in which subgroup a statement is told worst.

    Parameters
    ----------
    table : SubgroupTable
        As shipped.
    code : str
        Of the statement.

    Returns
    -------
    str
        One or two sentences with interval and numbers; that none could be judged where
        no subgroup has enough ECGs.
    """
    label = table.find(code)
    if label is None:
        return (
            f"No subgroup has {table.min_of_class} ECGs with it and as many without: "
            "none could be judged."
        )
    worst = label.rows[0]
    where = f"{TITLES[worst.group].lower()} {worst.level}"
    return (
        f"Lowest of {len(label.rows)} subgroups: {where}, AUROC "
        f"{figure_text(worst.auroc)}, {difference_text(worst.gap)} against all; "
        f"{worst.positives} of {worst.n} ECGs have it. {_certainty(worst)}"
    )


def _certainty(row: SubgroupRow) -> str:
    if row.p < CERTAIN:
        return f"More than chance ({p_text(row.p)}, corrected for their number)."
    return f"The lowest of so many may be chance ({p_text(row.p)})."


def scope_text(table: SubgroupTable) -> str:
    """Say whose ECGs were read and how."""
    rules = " ".join(f"{TITLES[name]}: {rule}" for name, rule in table.groups.items())
    return (
        f"{table.n_records} ECGs of {table.n_patients} patients, {table.source}, "
        f"{table.split} split; weights {table.sha256[:12]}. {table.rule} Subgroups "
        f"with at least {table.min_of_class} ECGs with and without a statement are "
        f"judged. {rules}"
    )


def summarise(document: dict[str, Any]) -> str:
    """
    Write the document as a table, for people.

    Parameters
    ----------
    document : dict
        Schema ecgkt.subgroups/1.

    Returns
    -------
    str
        All statements together, then the worst subgroup of each.
    """
    table = SubgroupTable.from_dict(
        {name: value for name, value in document.items() if name != "schema"}
    )
    lines = [scope_text(table)]
    for row in macro_rows(table):
        name, *counts, auroc, gap = row.values()
        lines.append(f"{name:<28}{counts[0]:>6}  {auroc:<24}{gap}")
    lines += [
        f"{label.code}: {worst_text(table, label.code)}" for label in table.labels
    ]
    return "\n".join(line.rstrip() for line in lines)
