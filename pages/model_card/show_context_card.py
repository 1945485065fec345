"""What age and sex add to the ECG: measured beside the ECG alone."""

import streamlit as st

from ecgkt.report.context_words import figure_text
from ecgkt.results.context import ContextFigures, ContextTable, MacroGain
from ecgkt.results.document import Figure
from ecgkt.types.context import NO_VITALS, Measured
from pages.model_card.section import Section, document
from pages.model_card.show_table import show_command, show_table

SPLITS = {"held_out": "Held out", "tuning": "Tuning"}
SETS = {
    "all": "All statements",
    "frequent": "With at least 50 positives",
    "within": "The latter, within one age band and sex",
}


def show_context_card(table: ContextTable) -> None:
    """Draw the gains by split, and say what was and what was not measured."""
    st.markdown(
        "A reading takes nothing but the ECG. On demand a **second result** corrects "
        "its scores by age and sex: each asks the crops of the ECG by attention, and "
        "what it adds to the log-odds is added; what is not known adds nothing. "
        f"{NO_VITALS.capitalize()}."
    )
    show_table(gain_rows(table), key="context-gains")
    st.caption(
        "Macro AUROC on real ECGs of PTB-XL; differences are paired, with 95 % "
        "intervals from a bootstrap of patients. *Without attention* looks at age and "
        "sex and not at the ECG. Pairs of one age band and sex leave out what is mere "
        f"prevalence. {loss_text(table)}"
    )
    show_command(table.command)


def gain_rows(table: ContextTable) -> list[dict[str, str]]:
    """Return one line per split and set of statements, held-out patients first."""
    return [
        {
            "Patients": title,
            "Statements": f"{name} ({gain.n_labels})",
            "ECG alone": _text(gain.alone, digits=3),
            "Age and sex add": _text(gain.gain, sign="+"),
            "Without attention": _text(gain.plain_gain, sign="+"),
        }
        for split, title in SPLITS.items()
        if split in table.splits
        for name, gain in _gains(table.splits[split]).items()
    ]


def loss_text(table: ContextTable) -> str:
    """Say what becomes of the probabilities."""
    change = table.splits["held_out"].loss_change
    return (
        "Cross-entropy per ECG and statement changes by "
        f"{_text(change, sign='+', digits=5)} on held-out patients."
    )


def _gains(figures: ContextFigures) -> dict[str, MacroGain]:
    return {name: getattr(figures, key) for key, name in SETS.items()}


def _text(figure: Figure, *, sign: str = "", digits: int = 4) -> str:
    return figure_text(Measured(figure.value, figure.ci), sign, digits)


CONTEXT = Section(
    "With age and sex: the second result",
    document(ContextTable),
    show_context_card,
    "No second result with age and sex is shipped with this model.",
)
