"""How well laboratory abnormalities can be read: means, controls, every lab."""

import streamlit as st

from ecgkt.plotting.lab_intervals import plot_lab_intervals
from ecgkt.report.comparison_words import difference_text, number_text
from ecgkt.results.labs import LabFigures, LabTable, NormalEcgs
from pages.model_card.show_table import interval_text, show_command, show_table

MEANS = {
    "ours": "The heads",
    "plain_probe": "Plain linear probe",
    "random_encoder": "Random encoder",
    "constant": "No ECG at all",
}
FIGURE_PX = 420
"""What is seen at once of the list of intervals."""


def show_lab_heads(table: LabTable) -> None:
    """Draw the means with their controls, the interval of every lab, and the table."""
    st.markdown(
        "**Real** patients of the open MIMIC-IV demo: "
        f"{table.n_ecgs} ECGs of {table.n_patients} patients with a laboratory value "
        f"within {table.window_hours:g} h. Cross-validated by patient, {table.folds} "
        f"folds, {table.repeats} times over; scores centred in each fold. "
        "**With so few patients the intervals are wide**, and they are of one hospital."
    )
    columns = st.columns(len(MEANS))
    for column, (key, label) in zip(columns, MEANS.items(), strict=True):
        with column.container(border=True, gap="xxsmall"):
            st.metric(label, number_text(table.mean_auroc.get(key)))
    st.caption(f"Mean AUROC over {len(table.labs)} abnormalities. {gain_text(table)}")
    with st.container(height=FIGURE_PX):
        st.plotly_chart(
            plot_lab_intervals(table.labs),
            key="lab-intervals",
            alt="AUROC of every lab",
        )
    if table.normal:
        st.caption(normal_text(table.normal))
    with st.expander("Every lab as a table"):
        show_table(
            [
                {
                    "Lab": lab.title,
                    "Readable": lab.readable,
                    "AUROC": lab.auroc,
                    "AUROC 95 % CI": interval_text(lab.auroc_ci),
                    "Plain probe": lab.plain_probe_auroc,
                    "Flagged, normal ECGs": share_text(lab),
                    "ECGs": lab.n,
                    "Outside the limit": lab.positives,
                    "Patients": lab.n_patients,
                }
                for lab in sorted(table.labs, key=lambda lab: -(lab.auroc or 0))
            ],
            key="lab-figures",
            decimals=("AUROC", "Plain probe"),
        )
    show_command(table.command)


def gain_text(table: LabTable) -> str:
    """Say what the heads add to the plain probe, and that seeing nothing gives 0.50."""
    gain = table.ours_minus_plain_probe
    text = "A predictor that sees no ECG has to come out at 0.50."
    if gain.value is None:
        return text
    return f"The heads less the plain probe: {difference_text(gain)}. {text}"


def normal_text(normal: NormalEcgs) -> str:
    """Say how many labs a normal ECG has flagged, beside those above a threshold."""
    flags, above = normal.flagged_per_ecg, normal.above_threshold_per_ecg
    return (
        f"On {normal.n_ecgs} ECGs read as normal ({normal.source}, {normal.statement}, "
        f"{normal.split} split) a median of {flags.median:g} labs is flagged (mean "
        f"{flags.mean:.2f}, at most {flags.max}) where {above.median:g} lie above "
        "their thresholds."
    )


def share_text(lab: LabFigures) -> str:
    """Return the share of normal ECGs that would be flagged, with its interval."""
    if lab.flagged_of_normal is None:
        return ""
    ends = lab.flagged_of_normal_ci
    interval = f" [{100 * ends[0]:.1f}–{100 * ends[1]:.1f}]" if ends else ""
    return f"{100 * lab.flagged_of_normal:.1f} %{interval}"
