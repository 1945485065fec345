"""What fewer leads still tell, and how near estimated leads come to recorded ones."""

import streamlit as st

from ecgkt.report.comparison_words import difference_text, figure_text
from ecgkt.report.fewer_leads_words import FLOOR
from ecgkt.results.document import Figure
from ecgkt.results.fewer_leads import FewerLeadsTable, SetRow
from pages.model_card.section import Section, document
from pages.model_card.show_table import show_command, show_table

ABSENT = "–"


def show_fewer_leads_card(table: FewerLeadsTable) -> None:
    """Draw scores by set of leads, then estimated leads against regression."""
    st.markdown(
        "A recording that lacks one of I, II, V1–V6 is **not scored**. What the others "
        "tell is estimated, apart and second: by the main model with estimates in the "
        "place of missing chest leads, or by a small network that knows which leads "
        "are missing. I and II determine III, aVR, aVL and aVF: the six limb leads are "
        "*I, II*."
    )
    show_table(set_lines(table.sets), key="fewer-sets")
    st.caption(
        f"Macro AUROC, {table.n_records} held-out ECGs of {table.n_patients} patients "
        "of PTB-XL with these leads alone; *less* is the paired difference from a "
        "reading of all leads; intervals from a bootstrap of patients. "
        "Each set has a calibration and thresholds of its own, fitted on tuning. A "
        "statement is told if at least 50 held-out ECGs carry it and its interval from "
        f"these leads begins at {FLOOR:g} or higher."
    )
    st.caption(reader_text(table))
    show_table(set_lines(table.others), key="fewer-others")
    st.caption(
        "Any other set takes thresholds and validity of the largest measured one "
        "within it; checked on these."
    )
    show_table(filled_lines(table), key="fewer-filled")
    regressed = ", ".join(f"{lead} from {one}" for one, lead in table.regressed)
    drawn = (
        f"Drawn is what the network estimates, and of {regressed} regression, which is "
        "no worse there on tuning."
        if regressed
        else "Drawn is what the network estimates."
    )
    st.caption(
        "Chest leads that were recorded, taken away and estimated: mean correlation "
        "within a recording, and root mean square error. Regression is least squares "
        f"on the leads that are there. {drawn} Estimates are dashed, off by default, "
        "and not measured."
    )
    show_command(table.command)


def set_lines(rows: tuple[SetRow, ...]) -> list[dict[str, str]]:
    """Return one line per set of leads."""
    lines = []
    for row in rows:
        line = {"Leads": row.name, "Read by": "main model" if row.by_main else "small"}
        if row.calibrated_on != row.name:
            line["Validity of"] = row.calibrated_on
        for title, part in (("all 71", row.all), ("validated", row.validated)):
            line[f"AUROC, {title}"] = figure_text(part.auroc if part else None)
            less = part.minus_all_leads if part else None
            line[f"less all leads, {title}"] = difference_text(less)
        line["ECE"] = ABSENT if row.ece is None else f"{row.ece:.3f}"
        lines.append(line)
    return lines


def reader_text(table: FewerLeadsTable) -> str:
    """Say how it was chosen who reads, and by how much at least."""
    read = {row.name for row in table.sets if row.by_main}
    chosen = [row for row in table.tuning if row.name in read]
    least = min(chosen, key=lambda row: row.main_minus_network.value or 0, default=None)
    text = (
        "The main model reads a set with both limb leads where its AUROC is higher "
        f"than the small network's by its whole interval on tuning: {len(chosen)} of "
        f"{len(table.tuning)}"
    )
    if least is None:
        return f"{text}."
    return f"{text}, least {least.name}: {difference_text(least.main_minus_network)}."


def filled_lines(table: FewerLeadsTable) -> list[dict[str, str]]:
    """Return one line per estimated lead and situation, held-out patients."""
    return [
        {
            "Lead": row.lead,
            "From": row.source,
            "Network, r": figure_text(row.network.r),
            "Regression, r": figure_text(row.regression.r),
            "Network, µV": microvolts(row.network.rmse_uv),
            "Regression, µV": microvolts(row.regression.rmse_uv),
            "Difference, µV": microvolts(row.difference_uv, sign="+"),
        }
        for row in table.filled["held_out"]
    ]


def microvolts(figure: Figure, *, sign: str = "") -> str:
    """Return a voltage with its interval, whole µV."""
    if figure.value is None or figure.ci is None:
        return ABSENT
    low, high = figure.ci
    text = f"{figure.value:{sign}.0f} [{low:{sign}.0f}, {high:{sign}.0f}]"
    return text.replace("-", "−")


FEWER_LEADS = Section(
    "Fewer leads",
    document(FewerLeadsTable),
    show_fewer_leads_card,
    "No network for fewer leads is shipped with this model.",
    is_folded=True,
)
