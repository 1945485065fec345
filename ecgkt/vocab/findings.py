"""
What is measured of an ECG and what may be found in it: titles, limits, sources.

`vocab` names what the model says; this names what a ruler says. A finding supports or
contradicts statements of `vocab.DIAGNOSES`.

References
----------
.. [1] Kligfield, Surawicz, Rautaharju, Hancock et al., "AHA/ACCF/HRS recommendations
   for the standardization and interpretation of the electrocardiogram", parts I
   (Circulation 2007;115:1306), III, IV and V (Circulation 2009;119:e235, e241, e251).
"""

from typing import Literal

from ecgkt.vocab.finding_kinds import FindingKind, Measure, Range
from ecgkt.vocab.leads import LEADS

# fmt: off
SPODICK = "Convention of 60-100 bpm; Spodick, Am Heart J 1992;124:1119, argues for 50-90"
KUSUMOTO = "Kusumoto et al., ACC/AHA/HRS guideline on bradycardia, Circulation 2019;140:e382: first-degree block beyond 200 ms"
KUSUMOTO_PAUSE = "Kusumoto et al., ACC/AHA/HRS guideline on bradycardia, Circulation 2019;140:e382: second-degree block. Limit of this project: 1.75 to 2.3 times the usual RR, which is steady"
WILLEMS = "Willems et al., WHO/ISFC criteria, J Am Coll Cardiol 1985;5:1261: PR below 120 ms in pre-excitation"
SURAWICZ = "Surawicz et al., AHA/ACCF/HRS part III, Circulation 2009;119:e235"
RAUTAHARJU = "Rautaharju et al., AHA/ACCF/HRS part IV, Circulation 2009;119:e241"
HANCOCK = "Hancock et al., AHA/ACCF/HRS part V, Circulation 2009;119:e251"
MADIAS = "Madias, J Electrocardiol 2008;41:498: at most 0.5 mV in all limb leads and 1.0 mV in all chest leads"
SOKOLOW = "Sokolow and Lyon, Am Heart J 1949;37:161: S in V1 plus the larger R of V5 and V6, from 3.5 mV"
CASALE = "Casale et al., Circulation 1987;75:565: R in aVL plus S in V3, above 2.8 mV in men and 2.0 mV in women"
THYGESEN = "Thygesen et al., Fourth Universal Definition of Myocardial Infarction, Circulation 2018;138:e618"
TASK_FORCE = "Task Force of ESC and NASPE, Circulation 1996;93:1043: of intervals between normal beats; its standard is 5 min, and lengths must be equal to be compared"
HINDRICKS = "Hindricks et al., ESC guideline on atrial fibrillation, Eur Heart J 2021;42:373: irregular RR without P waves"
PACING = "Limit of this project: a step of one or two samples in two leads, apart from QRS, at a regular delay before at least half of the beats"
SPIKES = "Limit of this project: a step of one or two samples in two leads, apart from QRS, before at least a fifth of the beats"
P_AXIS = "Li, Shah and Soliman, Am J Cardiol 2014;113:372: abnormal outside 0 to 75 degrees"
T_AXIS = "Kors et al., Lancet 1998;352:601: normal from 15 to 75 degrees, borderline up to 105 and down to -15"
SGARBOSSA = "Smith et al., Ann Emerg Med 2012;60:766: ST elevation of 0.1 mV where QRS points up, depression of 0.1 mV in V1-V3 where QRS points down, or elevation of 0.1 mV and a quarter of S. Departs from it: read after J, not at it"
SECONDARY = f"{RAUTAHARJU}: ST and T that follow a conduction disturbance are secondary, and limits for primary changes do not hold for them"
ALKHATIB = "Al-Khatib et al., AHA/ACC/HRS guideline on ventricular arrhythmias, Circulation 2018;138:e272"
MALIK = "Malik et al., Eur Heart J 1989;10:1060: an interval 20 % shorter is not sinus rhythm's own"
WIDE = f"{ALKHATIB}: premature, abnormal and wide. Limits of this project: within 85 % of the local RR, correlation with the usual beat below 0.8 and longer than it, or below 0.6"
CHOU = "Surawicz and Knilans, Chou's Electrocardiography in Clinical Practice: PP intervals of sinus arrhythmia differ by more than 120 ms"
BIGEMINY = f"{ALKHATIB}. Limit of this project: three times in a row"
QTC_LIMITS = f"{RAUTAHARJU}: long from 450 ms in men and 460 ms in women, short up to 390 ms"
ST_UP = f"{THYGESEN}: from 0.1 mV in two neighbouring leads, in V2-V3 from 0.2 mV (men from 40 years; younger men 0.25, women 0.15). Departs from it: read after J, not at it"
ST_DOWN = f"{THYGESEN}: from 0.05 mV in two neighbouring leads. Departs from it: read after J, not at it"
T_DOWN = f"{RAUTAHARJU}: inverted from 0.1 mV below the baseline; III, aVR, aVL and V1 may be so in health. Asked for in two neighbouring leads"
Q_LIMITS = f"{THYGESEN}: Q of 30 ms and 0.1 mV or QS in two neighbouring leads; in V2 and V3 beyond 20 ms or QS"

MEASURES = {
    "heart_rate_bpm": Measure("Heart rate", "bpm", 0, (60, 100), SPODICK),
    "rr_variation_percent": Measure("RR variation (RMSSD / mean RR)", "%", 0, (None, 10), "Limit of this project; RMSSD: Task Force of ESC and NASPE, Circulation 1996;93:1043"),
    "rr_steps_percent": Measure("RR variation, usual beats", "%", 0, (None, 5), "Limit of this project: median difference of neighbouring RR intervals, the least of three lags"),
    "rr_swing_ms": Measure("RR swing, usual beats", "ms", 0, (None, None), CHOU),
    "p_alike_percent": Measure("Likeness before the beats", "%", 0, (80, None), "Limit of this project: median correlation of all leads"),
    "wide_premature_beats": Measure("Premature, of another shape", "beats", 0, (None, 0), WIDE),
    "narrow_premature_beats": Measure("Premature, of the usual shape", "beats", 0, (None, 0), f"{MALIK}. Limit of this project: within 80 % of the local RR"),
    "longest_run_beats": Measure("Most wide beats in a row", "beats", 0, (None, 1), f"{ALKHATIB}: couplet of two; run from three at more than 100 per minute"),
    "dropped_beats": Measure("Dropped beats", "beats", 0, (None, 0), KUSUMOTO_PAUSE),
    "rmssd_ms": Measure("RMSSD", "ms", 0, (None, None), TASK_FORCE),
    "sdnn_ms": Measure("SDNN", "ms", 0, (None, None), TASK_FORCE),
    "pnn50_percent": Measure("pNN50", "%", 0, (None, None), TASK_FORCE),
    "p_beats_percent": Measure("Beats with a P wave", "%", 0, (50, None), "Limit of this project"),
    "paced_beats_percent": Measure("Beats after a pacing spike", "%", 0, (None, 49), PACING),
    "p_ms": Measure("P duration", "ms", 0, (None, 119), f"{HANCOCK}: left atrial abnormality from 120 ms"),
    "pr_ms": Measure("PR interval", "ms", 0, (120, 200), f"{KUSUMOTO}; {WILLEMS}"),
    "qrs_ms": Measure("QRS duration", "ms", 0, (None, 110), f"{SURAWICZ}: abnormal beyond 110 ms, complete block from 120 ms"),
    "qt_ms": Measure("QT interval", "ms", 0, (None, None), "Depends on the rate: judged as QTc"),
    "qtc_fridericia_ms": Measure("QTc Fridericia", "ms", 0, (390, 450), QTC_LIMITS),
    "qtc_bazett_ms": Measure("QTc Bazett", "ms", 0, (390, 450), QTC_LIMITS),
    "qtc_framingham_ms": Measure("QTc Framingham", "ms", 0, (390, 450), QTC_LIMITS),
    "qtc_hodges_ms": Measure("QTc Hodges", "ms", 0, (390, 450), QTC_LIMITS),
    "jt_ms": Measure("JT interval", "ms", 0, (None, None), f"{RAUTAHARJU}: says in place of QT how long repolarisation lasts where QRS is wide"),
    "p_axis_degrees": Measure("P axis", "°", 0, (0, 75), P_AXIS),
    "axis_degrees": Measure("QRS axis", "°", 0, (-30, 90), SURAWICZ),
    "t_axis_degrees": Measure("T axis", "°", 0, (-15, 105), T_AXIS),
    "sokolow_lyon_mv": Measure("Sokolow-Lyon voltage", "mV", 2, (None, 3.5), SOKOLOW),
    "cornell_mv": Measure("Cornell voltage", "mV", 2, (None, 2.0), CASALE),
    "limb_voltage_mv": Measure("Largest QRS, limb leads", "mV", 2, (0.5, None), MADIAS),
    "chest_voltage_mv": Measure("Largest QRS, chest leads", "mV", 2, (1.0, None), MADIAS),
    "terminal_v1_mv": Measure("Mean of V1, last half of QRS", "mV", 2),
    "terminal_v6_mv": Measure("Mean of V6, last half of QRS", "mV", 2),
}
"""All but what is measured in each lead, in the order of the table."""

LEAD_MEASURES = {
    "st_{}_mv": Measure("ST level", "mV", 2, (-0.05, 0.1), f"{THYGESEN}; V2-V3 up to 0.2 mV"),
    "t_{}_mv": Measure("T amplitude", "mV", 2, (-0.1, None), f"{RAUTAHARJU}; not for III, aVR, aVL and V1"),
    "q_{}_ms": Measure("Q duration", "ms", 0, (None, 29), Q_LIMITS),
    "q_{}_mv": Measure("Q depth", "mV", 2, (None, None), Q_LIMITS),
}
"""What is measured in each lead; ``{}`` stands for the lead in lower case."""

_BLOCKS = ("CRBBB", "CLBBB", "IVCD")
_RATE, _PR, _QTC, _AXIS = (60, 100), (120, 200), (390, 450), (-30, 90)
FINDINGS = {
    "paced": FindingKind("paced_beats_percent", PACING, ("PACE",), ("NORM",), (None, 49), defines=True),
    "spikes_seen": FindingKind("paced_beats_percent", SPIKES, ("PACE",), (), (None, 19)),
    "bradycardia": FindingKind("heart_rate_bpm", SPODICK, (), ("STACH", "SVTAC", "PSVT"), _RATE),
    "sinus_bradycardia": FindingKind("heart_rate_bpm", SPODICK, ("SBRAD",), ("STACH", "SVTAC", "PSVT"), _RATE, defines=True),
    "tachycardia": FindingKind("heart_rate_bpm", SPODICK, (), ("SBRAD",), _RATE),
    "sinus_tachycardia": FindingKind("heart_rate_bpm", SPODICK, ("STACH",), ("SBRAD",), _RATE, defines=True),
    "rate_normal": FindingKind("heart_rate_bpm", SPODICK, (), ("SBRAD", "STACH", "SVTAC", "PSVT"), _RATE, is_normal=True),
    "irregular_without_p": FindingKind("rr_variation_percent", f"{HINDRICKS}. Limits of this project: RMSSD beyond 10 % of the mean RR, P before fewer than 30 % of the beats, or what precedes them alike by less than 80 %", ("AFIB",), ("SR", "SBRAD", "STACH", "SARRH", "NORM"), (None, 10), defines=True),
    "irregular_ectopic": FindingKind("rr_variation_percent", "Limits of this project: RMSSD beyond 10 % of the mean RR, at most 5 % without the premature beats", ("PVC", "PAC", "PRC(S)"), (), (None, 10)),
    "irregular_dropped": FindingKind("dropped_beats", KUSUMOTO_PAUSE, ("2AVB",), (), (None, 0)),
    "sinus_arrhythmia": FindingKind("rr_swing_ms", f"{CHOU}. Departs from it: RR intervals; standard deviation beyond 7 % of their mean, and alike before each beat", ("SARRH",), ("AFIB",)),
    "wide_premature": FindingKind("wide_premature_beats", WIDE, ("PVC", "PRC(S)"), ("NORM",), (None, 0)),
    "narrow_premature": FindingKind("narrow_premature_beats", f"{MALIK}. Limit of this project: within 80 % of the local RR", ("PAC", "SVARR", "PRC(S)"), (), (None, 0)),
    "couplet": FindingKind("longest_run_beats", ALKHATIB, ("PVC", "PRC(S)"), ("NORM",), (None, 1)),
    "wide_run": FindingKind("longest_run_beats", f"{ALKHATIB}: from three beats at more than 100 per minute", ("PVC", "PRC(S)"), ("NORM",), (None, 1)),
    "bigeminy": FindingKind("wide_premature_beats", BIGEMINY, ("BIGU",), ("NORM",), (None, 0)),
    "trigeminy": FindingKind("wide_premature_beats", BIGEMINY, ("TRIGU",), ("NORM",), (None, 0)),
    "interpolated": FindingKind("wide_premature_beats", "Limit of this project: both intervals around it together within 120 % of the local RR", ("PVC",), (), (None, 0)),
    "irregular": FindingKind("rr_variation_percent", "Limit of this project: RMSSD beyond 10 % of the mean RR", ("AFIB", "SARRH", "SVARR", "PAC", "PVC", "PRC(S)"), (), (None, 10)),
    "regular": FindingKind("rr_variation_percent", "Limit of this project: RMSSD at most 5 % of the mean RR", (), ("AFIB", "SARRH"), (None, 10), is_normal=True),
    "p_absent": FindingKind("p_beats_percent", "Limit of this project: P before fewer than 30 % of the beats", (), ("SR", "SBRAD", "STACH"), (50, None)),
    "p_present": FindingKind("p_beats_percent", "Limit of this project: P before at least 90 % of the beats", (), ("AFIB",), (50, None), is_normal=True),
    "p_long": FindingKind("p_ms", f"{HANCOCK}: from 120 ms", ("LAO/LAE",), (), (None, 119)),
    "pr_long": FindingKind("pr_ms", KUSUMOTO, ("1AVB", "LPR"), (), _PR, defines=True),
    "pr_short": FindingKind("pr_ms", WILLEMS, ("WPW",), ("1AVB", "LPR"), _PR),
    "pr_unsure": FindingKind("pr_ms", f"{KUSUMOTO}; {WILLEMS}. Limit of this project: not judged where the error of the sampling rate reaches over a limit", (), (), _PR),
    "pr_normal": FindingKind("pr_ms", f"{KUSUMOTO}; {WILLEMS}", (), ("1AVB", "LPR"), _PR, is_normal=True),
    "qrs_rbbb": FindingKind("qrs_ms", f"{SURAWICZ}: from 120 ms with a late R in V1 and a late S in V6. Departs from it: judged by the mean of each lead over the last half of QRS", ("CRBBB",), ("NORM", "CLBBB", "ILBBB", "LAFB"), (None, 110), defines=True),
    "qrs_lbbb": FindingKind("qrs_ms", f"{SURAWICZ}: from 120 ms, negative in V1 and a late R without Q in V6. Departs from it: judged by the mean of each lead over the last half of QRS", ("CLBBB",), ("NORM", "CRBBB", "IRBBB"), (None, 110), defines=True),
    "qrs_wide": FindingKind("qrs_ms", f"{SURAWICZ}: from 120 ms, of neither bundle's shape", ("IVCD", "CRBBB", "CLBBB", "WPW"), ("NORM",), (None, 110)),
    "st_t_secondary": FindingKind("qrs_ms", SECONDARY, (), (), (None, 110)),
    "st_in_lbbb": FindingKind("st_{}_mv", SGARBOSSA, ("STE_", "AMI", "ASMI", "IMI", "ALMI", "LMI"), ("NORM",), (None, 0.1)),
    "qrs_110": FindingKind("qrs_ms", f"{SURAWICZ}: incomplete block from 110 ms", ("IRBBB", "ILBBB", "IVCD"), ("CRBBB", "CLBBB"), (None, 110)),
    "qrs_unsure": FindingKind("qrs_ms", f"{SURAWICZ}. Limit of this project: not judged where the error of the sampling rate reaches over a limit", (), (), (None, 110)),
    "qrs_normal": FindingKind("qrs_ms", f"{SURAWICZ}: complete block from 120 ms", (), _BLOCKS, (None, 110), is_normal=True),
    "qtc_long": FindingKind("qtc_fridericia_ms", QTC_LIMITS, ("LNGQT",), ("NORM",), _QTC, defines=True),
    "qtc_long_in_men": FindingKind("qtc_fridericia_ms", QTC_LIMITS, ("LNGQT",), (), _QTC),
    "qtc_short": FindingKind("qtc_fridericia_ms", QTC_LIMITS, ("EL", "DIG"), ("LNGQT",), _QTC),
    "qtc_unsure": FindingKind("qtc_fridericia_ms", f"{QTC_LIMITS}. Limit of this project: not judged where the error of the sampling rate reaches over a limit", (), (), _QTC),
    "qtc_normal": FindingKind("qtc_fridericia_ms", QTC_LIMITS, (), ("LNGQT",), _QTC, is_normal=True),
    "axis_marked_left": FindingKind("axis_degrees", f"{SURAWICZ}: left anterior fascicular block between -45 and -90 degrees", ("LAFB",), ("LPFB",), _AXIS),
    "axis_left": FindingKind("axis_degrees", f"{SURAWICZ}: left of -30 degrees", (), ("LPFB",), _AXIS),
    "axis_right": FindingKind("axis_degrees", f"{SURAWICZ}: left posterior fascicular block between 90 and 180 degrees", ("LPFB", "RVH"), ("LAFB",), _AXIS),
    "axis_extreme": FindingKind("axis_degrees", SURAWICZ, (), (), _AXIS),
    "axis_normal": FindingKind("axis_degrees", SURAWICZ, (), ("LAFB", "LPFB"), _AXIS, is_normal=True),
    "low_voltage": FindingKind("limb_voltage_mv", MADIAS, ("LVOLT",), ("HVOLT", "VCLVH"), (0.5, None), defines=True),
    "sokolow_lyon": FindingKind("sokolow_lyon_mv", SOKOLOW, ("LVH", "VCLVH", "HVOLT"), ("LVOLT",), (None, 3.5)),
    "cornell": FindingKind("cornell_mv", CASALE, ("LVH", "VCLVH", "HVOLT"), ("LVOLT",), (None, 2.0)),
    "cornell_in_women": FindingKind("cornell_mv", CASALE, ("LVH", "VCLVH"), (), (None, 2.0)),
    "voltage_normal": FindingKind("sokolow_lyon_mv", f"{SOKOLOW}; {CASALE}", (), ("VCLVH", "LVOLT"), (None, 3.5), is_normal=True),
    "st_up_inferior": FindingKind("st_{}_mv", ST_UP, ("STE_", "IMI"), ("NORM",), (None, 0.1)),
    "st_up_anterior": FindingKind("st_{}_mv", ST_UP, ("STE_", "AMI", "ASMI"), (), (None, 0.1)),
    "st_up_lateral": FindingKind("st_{}_mv", ST_UP, ("STE_", "LMI", "ALMI"), ("NORM",), (None, 0.1)),
    "st_down_inferior": FindingKind("st_{}_mv", ST_DOWN, ("STD_", "NST_", "ISC_", "ISCIN", "ISCIL", "INJIN"), ("NORM",), (-0.05, None)),
    "st_down_anterior": FindingKind("st_{}_mv", ST_DOWN, ("STD_", "NST_", "ISC_", "ISCAN", "ISCAS", "INJAS"), ("NORM",), (-0.05, None)),
    "st_down_lateral": FindingKind("st_{}_mv", ST_DOWN, ("STD_", "NST_", "ISC_", "ISCAL", "ISCLA", "INJAL", "INJLA"), ("NORM",), (-0.05, None)),
    "t_down_inferior": FindingKind("t_{}_mv", T_DOWN, ("INVT", "ISC_", "ISCIN", "NDT", "NT_"), ("NORM",), (-0.1, None)),
    "t_down_anterior": FindingKind("t_{}_mv", T_DOWN, ("INVT", "ISC_", "ISCAN", "ISCAS", "NDT", "NT_"), ("NORM",), (-0.1, None)),
    "t_down_lateral": FindingKind("t_{}_mv", T_DOWN, ("INVT", "ISC_", "ISCAL", "ISCLA", "NDT", "NT_"), ("NORM",), (-0.1, None)),
    "q_inferior": FindingKind("q_{}_ms", Q_LIMITS, ("IMI", "QWAVE"), ("NORM",), (None, 29)),
    "q_anterior": FindingKind("q_{}_ms", Q_LIMITS, ("ASMI", "AMI", "QWAVE"), ("NORM",), (None, 29)),
    "q_lateral": FindingKind("q_{}_ms", Q_LIMITS, ("LMI", "ALMI", "QWAVE"), ("NORM",), (None, 29)),
}
# fmt: on
"""Every finding that the rules of `ecgkt.measure` can make, by its code."""

CLEARLY_DENIED = 0.5
"""A statement below this share of its threshold is clearly denied, not just unsure."""
DISAGREEMENT_RULE = (
    "Measured evidence disagrees with the model where a finding contradicts a "
    "validated statement above its threshold, or meets the definition of a validated "
    "statement that the model puts below half its threshold while it calls none that "
    "the finding supports."
)


def find_measure(name: str) -> Measure:
    """
    Return what is known of a measurement.

    Parameters
    ----------
    name : str
        As `predict --json` writes it.

    Returns
    -------
    Measure
        Of a lead's quantity, with the lead in its title.

    Examples
    --------
    >>> find_measure("st_avf_mv").title
    'ST level, aVF'
    """
    if name in MEASURES:
        return MEASURES[name]
    kind, _, rest = name.partition("_")
    lead, _, unit = rest.rpartition("_")
    known = {name.lower(): name for name in LEADS}
    measure = LEAD_MEASURES[f"{kind}_{{}}_{unit}"]
    return measure._replace(title=f"{measure.title}, {known[lead]}")


def normal_range(name: str, sex: Literal["male", "female"] | None) -> Range:
    """
    Return the normal range of a measurement, where it differs that of a sex.

    Parameters
    ----------
    name : str
        As `predict --json` writes it.
    sex : str or None
        If it is not known, the narrower range holds.

    Returns
    -------
    tuple of two floats, each or None

    Examples
    --------
    >>> normal_range("qtc_bazett_ms", None), normal_range("qtc_bazett_ms", "female")
    ((390, 450), (390, 460))
    """
    if name.startswith("qtc_") and sex == "female":
        return (390, 460)
    if name == "cornell_mv" and sex == "male":
        return (None, 2.8)
    return find_measure(name).normal


def number_text(name: str, value: float) -> str:
    """
    Print a measured value as everywhere in the app, with a true minus sign.

    Parameters
    ----------
    name : str
        Of the measurement.
    value : float
        In the unit that the name ends with.

    Returns
    -------
    str
        Without unit.

    Examples
    --------
    >>> number_text("st_v2_mv", -0.126), number_text("qrs_ms", 138.4)
    ('−0.13', '138')
    """
    text = f"{value:.{find_measure(name).decimals}f}"
    is_zero = not any(digit in text for digit in "123456789")
    return text.lstrip("-") if is_zero else text.replace("-", "−")


def with_unit(name: str, value: float, error_ms: float | None = None) -> str:
    """Print a value with error and unit; a degree sign stands close to its number."""
    unit = find_measure(name).unit
    error = "" if error_ms is None else f" ± {number_text(name, error_ms)}"
    return f"{number_text(name, value)}{error}{unit if unit == '°' else f' {unit}'}"
