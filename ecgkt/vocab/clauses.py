"""The clauses of an impression after the rhythm, in the order of a report."""

from typing import NamedTuple


class Row(NamedTuple):
    """
    One thing that may be said.

    Attributes
    ----------
    words : str
        Of the clause.
    statements : tuple of str
        Codes of the model's statements that say it.
    findings : tuple of str
        Codes of the findings that say it without the model.
    """

    words: str
    statements: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


# fmt: off
ECTOPY = (
    Row("run of premature beats of another shape", (), ("wide_run",)),
    Row("couplets of premature beats", (), ("couplet",)),
    Row("bigeminy", ("BIGU",), ("bigeminy",)),
    Row("trigeminy", ("TRIGU",), ("trigeminy",)),
    Row("ventricular premature beats", ("PVC",), ("wide_premature", "interpolated")),
    Row("supraventricular premature beats", ("PAC",), ("narrow_premature",)),
)
CONDUCTION = (
    Row("third-degree AV block", ("3AVB",)),
    Row("second-degree AV block", ("2AVB",)),
    Row("first-degree AV block", ("1AVB", "LPR"), ("pr_long",)),
    Row("pre-excitation", ("WPW",)),
    Row("short PR", (), ("pr_short",)),
    Row("complete right bundle branch block", ("CRBBB",), ("qrs_rbbb",)),
    Row("complete left bundle branch block", ("CLBBB",), ("qrs_lbbb",)),
    Row("incomplete right bundle branch block", ("IRBBB",)),
    Row("incomplete left bundle branch block", ("ILBBB",)),
    Row("intraventricular conduction delay", ("IVCD",), ("qrs_wide",)),
    Row("QRS at the upper limit", (), ("qrs_110",)),
)
AXIS = (
    Row("left anterior fascicular block", ("LAFB",)),
    Row("left posterior fascicular block", ("LPFB",)),
    Row("marked left axis deviation", (), ("axis_marked_left",)),
    Row("left axis deviation", (), ("axis_left",)),
    Row("right axis deviation", (), ("axis_right",)),
    Row("extreme axis deviation", (), ("axis_extreme",)),
)
HYPERTROPHY = (
    Row("left ventricular hypertrophy", ("LVH", "VCLVH")),
    Row("voltage of left ventricular hypertrophy", (), ("sokolow_lyon", "cornell", "cornell_in_women")),
    Row("right ventricular hypertrophy", ("RVH",)),
    Row("septal hypertrophy", ("SEHYP",)),
    Row("left atrial enlargement", ("LAO/LAE",)),
    Row("long P", (), ("p_long",)),
    Row("right atrial enlargement", ("RAO/RAE",)),
    Row("high QRS voltage", ("HVOLT",)),
    Row("low QRS voltage", ("LVOLT",), ("low_voltage",)),
)
INFARCTION = (
    Row("inferior infarction", ("IMI",)),
    Row("anteroseptal infarction", ("ASMI",)),
    Row("anterior infarction", ("AMI",)),
    Row("anterolateral infarction", ("ALMI",)),
    Row("lateral infarction", ("LMI",)),
    Row("inferolateral infarction", ("ILMI",)),
    Row("inferoposterior infarction", ("IPMI",)),
    Row("inferoposterolateral infarction", ("IPLMI",)),
    Row("posterior infarction", ("PMI",)),
    Row("anteroseptal injury", ("INJAS",)),
    Row("anterolateral injury", ("INJAL",)),
    Row("inferior injury", ("INJIN",)),
    Row("lateral injury", ("INJLA",)),
    Row("inferolateral injury", ("INJIL",)),
    Row("Q waves", ("QWAVE",), ("q_inferior", "q_anterior", "q_lateral")),
)
ST_T = (
    Row("ST elevation", ("STE_",), ("st_up_inferior", "st_up_anterior", "st_up_lateral")),
    Row("ST beyond left bundle branch block", (), ("st_in_lbbb",)),
    Row("ST depression", ("STD_",), ("st_down_inferior", "st_down_anterior", "st_down_lateral")),
    Row("T inversion", ("INVT",), ("t_down_inferior", "t_down_anterior", "t_down_lateral")),
    Row("ischaemic ST-T changes", ("ISC_", "ISCAL", "ISCIN", "ISCIL", "ISCAS", "ISCLA", "ISCAN")),
    Row("non-specific ST-T changes", ("NST_", "NDT", "NT_", "TAB_")),
    Row("low T waves", ("LOWT",)),
    Row("digitalis effect", ("DIG",)),
    Row("electrolyte or drug effect", ("EL",)),
    Row("ST-T of a ventricular aneurysm", ("ANEUR",)),
)
QT = (
    Row("prolonged QTc", ("LNGQT",), ("qtc_long",)),
    Row("QTc long for men, not for women", (), ("qtc_long_in_men",)),
    Row("short QTc", (), ("qtc_short",)),
)
# fmt: on
SLOTS = (ECTOPY, CONDUCTION, AXIS, HYPERTROPHY, INFARCTION, ST_T, QT)
"""Every row but the rhythm's; what a statement of an earlier row uses up of the
findings is not said again."""
