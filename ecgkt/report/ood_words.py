"""Recordings unlike those that taught the model, in words."""

from typing import Any

from ecgkt.report.comparison_words import figure_text
from ecgkt.report.share_words import share_text
from ecgkt.results.ood import OodTable
from ecgkt.vocab.foreign_kinds import FOREIGN_NAMES


def foreign_rows(table: OodTable) -> list[dict[str, str]]:
    """Return one line per kind: told apart, refused, flagged, and noticed in all."""
    return [
        {
            "Recording": FOREIGN_NAMES[row.kind],
            "AUROC against clean ECGs": figure_text(row.auroc),
            "Refused by the gates": share_text(row.refused),
            "Flagged as unlike": share_text(row.flagged),
            "Noticed in all": share_text(row.noticed),
        }
        for row in table.rows
    ]


def alarm_rows(table: OodTable) -> list[dict[str, str]]:
    """Return one line per set of real ECGs: how many are flagged."""
    sets = [
        ("PTB-XL, accepted by the gates without a word", table.clean_alarms),
        ("PTB-XL, all that are scored", table.scored_alarms),
        *((f"{one.name}, all that are scored", one.flagged) for one in table.folders),
    ]
    return [{"Real ECGs": name, "Flagged": share_text(flags)} for name, flags in sets]


def scope_text(table: OodTable) -> str:
    """Say what was judged and how the kinds were made."""
    return (
        f"ECGs of PTB-XL's {table.split} split. {table.rule} *Refused* are those of "
        "which no score is shown; *noticed* adds those that are flagged or have "
        "another warning beside the scores. The rest reaches the reader without a "
        "word: a missing flag is no proof that a recording is an ordinary ECG."
    )


def summarise(document: dict[str, Any]) -> str:
    """
    Write the document as two tables, for people.

    Parameters
    ----------
    document : dict
        Schema ecgkt.ood/1.

    Returns
    -------
    str
    """
    table = OodTable.from_dict(
        {name: value for name, value in document.items() if name != "schema"}
    )
    lines = [scope_text(table).replace("*", "")]
    for row in foreign_rows(table):
        name, auroc, *rest = row.values()
        cells = "  ".join(f"{cell:<28}" for cell in rest)
        lines.append(f"{name:<46}{auroc:<24}{cells}")
    lines += [
        f"{name:<46}{flags}" for name, flags in map(dict.values, alarm_rows(table))
    ]
    return "\n".join(line.rstrip() for line in lines)
