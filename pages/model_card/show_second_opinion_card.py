"""Main model and second opinion side by side, and what the exact sums look like."""

from functools import partial

import streamlit as st

from ecgkt.report.comparison_words import figure_text
from ecgkt.results.second_opinion import MacroPair, SecondOpinionTable, Sums
from pages.model_card.show_table import show_command, show_table

UNDEFINED = "not defined"
value_text = partial(figure_text, absent=UNDEFINED)
SPLITS = {"held_out": "Held out", "tuning": "Tuning"}


def show_second_opinion_card(table: SecondOpinionTable) -> None:
    """Draw the comparison with its target, and the facts of the sums."""
    st.markdown(
        "A small second network whose log-odds are **exact sums** of weight times "
        "voltage. It gives a second opinion; it does not explain the main model."
    )
    show_table(macro_rows(table), key="exact-macro")
    st.caption(
        "Macro AUROC over the statements with both classes, real ECGs of PTB-XL; "
        "intervals and the paired difference from a bootstrap of patients. The second "
        f"opinion may lie at most {table.target:g} below the main model's networks. "
        f"{teacher_text(table)}"
    )
    st.markdown(sums_text(table.sums))
    show_command(table.command)


def macro_rows(table: SecondOpinionTable) -> list[dict[str, str]]:
    """Return one line per split, held-out patients first."""
    pairs = {name: split.macro_auroc.all for name, split in table.splits.items()}
    return [
        {
            "Patients": title,
            "Main model's networks": value_text(pairs[name].main),
            "Second opinion": value_text(pairs[name].second),
            "Difference": value_text(pairs[name].second_minus_main, sign="+"),
            "Within target": within_text(pairs[name], table.target),
        }
        for name, title in SPLITS.items()
        if name in pairs
    ]


def within_text(pair: MacroPair, target: float) -> str:
    """Say whether the difference keeps to the target, by its value."""
    value = pair.second_minus_main.value
    if value is None:
        return UNDEFINED
    return "yes" if value >= -target else "no"


def teacher_text(table: SecondOpinionTable) -> str:
    """Say whom the second opinion learned from."""
    taught_by = table.second.taught_by
    if taught_by is None:
        return "It learned from the labels alone."
    known = "the main model" if taught_by == table.model.sha256 else "a model"
    return (
        f"It learned from the labels and from the probabilities of {known} on the "
        "training ECGs: the two opinions are not independent."
    )


def sums_text(sums: Sums) -> str:
    """Say how much cancels, how much is bias, and what deletion does."""
    net, bias = sums.net_share_quartiles[1], sums.bias_share_quartiles[1]
    return (
        f"Of {sums.n_sums} held-out sums, each of a statement that was made: median "
        f"net/abs {net:.2f}, below 0.1 in {sums.share_below_net_floor:.0%}; median "
        f"bias share {bias:.2f}, above 0.8 in {sums.share_above_bias_ceiling:.0%}; "
        f"largest remainder {sums.largest_remainder:.0e}. Silencing the "
        f"{sums.deleted_share:.0%} of lead and time that add most costs "
        f"{value_text(sums.drop)} of the log-odds, silencing as much at random "
        f"{value_text(sums.random_drop)}."
    )
