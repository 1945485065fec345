"""The table of noise in words, for the terminal and the model card."""

from typing import Any

from ecgkt.report.comparison_words import difference_text, figure_text
from ecgkt.results.robustness import RobustnessTable
from ecgkt.vocab.noise_kinds import NOISE_NAMES, NoiseKind

TOO_FEW = "too few left"


def noise_rows(table: RobustnessTable) -> list[dict[str, str]]:
    """Return one line per kind and strength of noise."""
    return [
        {
            "Noise": _title(row.kind),
            "SNR": "–" if row.snr_db is None else f"{row.snr_db:g} dB",
            "AUROC, all": figure_text(row.auroc, absent=TOO_FEW),
            "AUROC, passed by the gate": figure_text(row.passed_auroc, absent=TOO_FEW),
            "Warned": percent(row.warned_share),
            "Refused": percent(row.refused_share),
        }
        for row in table.rows
    ]


def change_rows(table: RobustnessTable) -> list[dict[str, str]]:
    """Return one line per cart, setting or lost electrode."""
    return [
        {
            "Recording": change.name,
            "AUROC, of all": figure_text(change.auroc, absent=TOO_FEW),
            "Less as recorded": difference_text(change.difference),
            "Warned": percent(change.warned_share),
            "Refused": percent(change.refused_share),
        }
        for change in table.changes
    ]


def _title(kind: NoiseKind | None) -> str:
    return NOISE_NAMES[kind].title.capitalize() if kind else "As recorded"


def percent(share: float) -> str:
    """Return a share in percent."""
    return f"{100 * share:.1f} %"


def scope_text(table: RobustnessTable) -> str:
    """Say what was scored and how the noise was made."""
    codes = ", ".join(table.statements)
    return (
        f"Macro AUROC over {len(table.statements)} statements ({codes}) with at least "
        f"{table.min_positives} positives among {table.n_records} ECGs of PTB-XL's "
        f"{table.split} split, on which the limits of the gate were chosen too. "
        f"{table.rule}"
    )


def summarise(document: dict[str, Any]) -> str:
    """
    Write the document as a table, for people.

    Parameters
    ----------
    document : dict
        Schema ecgkt.robustness/1.

    Returns
    -------
    str
    """
    table = RobustnessTable.from_dict(
        {name: value for name, value in document.items() if name != "schema"}
    )
    lines = [scope_text(table)]
    for row in noise_rows(table):
        noise, snr, *rest = row.values()
        lines.append(
            f"{noise:<20}{snr:>6}  " + "  ".join(f"{cell:<22}" for cell in rest)
        )
    for change in change_rows(table):
        name, *rest = change.values()
        lines.append(f"{name:<26}  " + "  ".join(f"{cell:<22}" for cell in rest))
    return "\n".join(line.rstrip() for line in lines)
