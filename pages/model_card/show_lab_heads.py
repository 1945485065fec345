"""How well laboratory abnormalities can be read: means, controls, every lab."""

import pandas as pd
import streamlit as st

from ecgkt.plotting.lab_intervals import plot_lab_intervals
from ecgkt.results.labs import LabTable
from pages.model_card.show_card import interval_text

MEANS = {
    "ours": "The heads",
    "plain_probe": "Plain linear probe",
    "random_encoder": "Random encoder",
    "constant": "No ECG at all",
}


def show_lab_heads(table: LabTable) -> None:
    """
    Draw the means with their controls, the interval of every lab, and the table.

    Parameters
    ----------
    table : LabTable
        As shipped.
    """
    st.markdown(
        "**Real** patients of the open MIMIC-IV demo: "
        f"{table.n_ecgs} ECGs of {table.n_patients} patients with a laboratory value "
        f"within {table.window_hours:g} h. Cross-validated by patient, {table.folds} "
        f"folds, {table.repeats} times over; scores centred in each fold. "
        "**With so few patients the intervals are wide**, and they are of one hospital."
    )
    columns = st.columns(len(MEANS))
    for column, (key, label) in zip(columns, MEANS.items(), strict=True):
        value = table.mean_auroc.get(key)
        with column.container(border=True, gap="xxsmall"):
            st.metric(label, "–" if value is None else f"{value:.3f}")
    st.caption(f"Mean AUROC over {len(table.labs)} abnormalities. {gain_text(table)}")
    st.plotly_chart(
        plot_lab_intervals(table.labs), key="lab-intervals", alt="AUROC of every lab"
    )
    with st.expander("Every lab as a table"):
        st.dataframe(
            lab_frame(table),
            hide_index=True,
            column_config={
                name: st.column_config.NumberColumn(format="%.3f")
                for name in ("AUROC", "Plain probe")
            },
            key="lab-figures",
        )
    if table.command:
        st.caption("Made by")
        st.code(table.command, language=None)


def gain_text(table: LabTable) -> str:
    """Say what the heads add to the plain probe, and that seeing nothing gives 0.50."""
    gain = table.ours_minus_plain_probe
    text = "A predictor that sees no ECG has to come out at 0.50."
    if gain.value is None:
        return text
    interval = f" [{gain.ci[0]:+.3f}, {gain.ci[1]:+.3f}]" if gain.ci else ""
    return f"The heads less the plain probe: {gain.value:+.3f}{interval}. {text}"


def lab_frame(table: LabTable) -> pd.DataFrame:
    """Return one line per lab, the best first."""
    ordered = sorted(table.labs, key=lambda lab: -(lab.auroc or 0))
    return pd.DataFrame(
        [
            {
                "Lab": lab.title,
                "Readable": lab.readable,
                "AUROC": lab.auroc,
                "AUROC 95 % CI": interval_text(lab.auroc_ci),
                "Plain probe": lab.plain_probe_auroc,
                "ECGs": lab.n,
                "Outside the limit": lab.positives,
                "Patients": lab.n_patients,
            }
            for lab in ordered
        ]
    )
