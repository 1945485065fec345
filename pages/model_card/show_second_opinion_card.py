"""Main model and second opinion side by side, and what the exact sums look like."""

import pandas as pd
import streamlit as st

from ecgkt.results.second_opinion import Figure, MacroPair, SecondOpinionTable, Sums

SPLITS = {"held_out": "Held out", "tuning": "Tuning"}


def show_exact_card(table: SecondOpinionTable) -> None:
    """
    Draw the comparison with its target, and the facts of the sums.

    Parameters
    ----------
    table : SecondOpinionTable
        As shipped.
    """
    st.markdown(
        "A small second network whose log-odds are **exact sums** of weight times "
        "voltage. It gives a second opinion; it does not explain the main model."
    )
    st.dataframe(macro_frame(table), hide_index=True, key="exact-macro")
    st.caption(
        "Macro AUROC over the statements with both classes, real ECGs of PTB-XL; "
        "intervals and the paired difference from a bootstrap of patients. The second "
        f"opinion may lie at most {table.target:g} below the main model. "
        f"{teacher_text(table)}"
    )
    st.markdown(sums_text(table.sums))
    st.caption("Made by")
    st.code(table.command, language=None)


def macro_frame(table: SecondOpinionTable) -> pd.DataFrame:
    """Return one line per split, held-out patients first."""
    return pd.DataFrame(
        [
            {
                "Patients": SPLITS[split],
                "Main model": figure_text(table.macro[split].main),
                "Second opinion": figure_text(table.macro[split].second),
                "Difference": figure_text(
                    table.macro[split].second_minus_main, sign="+"
                ),
                "Within target": within_text(table.macro[split], table.target),
            }
            for split in SPLITS
            if split in table.macro
        ]
    )


def figure_text(figure: Figure, *, sign: str = "") -> str:
    """Return a value with its interval."""
    if figure.value is None:
        return "not defined"
    value = f"{figure.value:{sign}.3f}"
    if figure.ci is None:
        return value
    return f"{value} [{figure.ci[0]:{sign}.3f}, {figure.ci[1]:{sign}.3f}]"


def within_text(pair: MacroPair, target: float) -> str:
    """Say whether the difference keeps to the target, by its value."""
    value = pair.second_minus_main.value
    if value is None:
        return "not defined"
    return "yes" if value >= -target else "no"


def teacher_text(table: SecondOpinionTable) -> str:
    """Say whom the second opinion learned from."""
    if table.taught_by is None:
        return "It learned from the labels alone."
    known = "the main model" if table.taught_by == table.main_sha256 else "a model"
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
        f"{figure_text(sums.drop)} of the log-odds, silencing as much at random "
        f"{figure_text(sums.random_drop)}."
    )
