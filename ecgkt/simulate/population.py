"""Who the patients of the simulated cohort are: age, chronic illness, drugs, hearts."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FLOAT = np.float64


class Traits(NamedTuple):
    """
    What makes one healthy heart differ from another on paper.

    Attributes
    ----------
    rate : float
        Resting beats per minute.
    pr, qrs, qtc : float
        Seconds; PR at 70 per minute, QTc by Fridericia.
    axis, turn : float
        Degrees by which the heart is rotated in the frontal and horizontal planes.
    voltage, t_gain, p_gain, u_gain : float
        Factors on the amplitudes of all waves, of T, P and U.
    t_rise, t_fall : float
        Sigma before and after the peak of T in seconds: T is asymmetric.
    jitter : numpy.ndarray of shape (6, 3)
        Factors on the vectors of the five pieces of QRS and of T.
    """

    rate: float
    pr: float
    qrs: float
    qtc: float
    axis: float
    turn: float
    voltage: float
    t_gain: float
    p_gain: float
    u_gain: float
    t_rise: float
    t_fall: float
    jitter: NDArray[np.float64]


class Person(NamedTuple):
    """
    One patient, as far as it does not change from stay to stay.

    Attributes
    ----------
    is_female : bool
        Sex.
    age, height, bmi : float
        Years, cm, kg/m².
    frailty : float
        Standard normal: what makes illnesses come together.
    renal, heart, liver : float
        Chronic loss of function, 0 (none) to 1: kidney, pump, liver.
    has_hypertension, has_diabetes, has_coronary, has_copd, has_hypothyroid : bool
        Chronic illnesses.
    fibrillation : str
        "none", "paroxysmal" or "permanent".
    has_infarct : bool
        Whether one is in the history.
    old_infarct, lvh : float
        0 to 1: inferior scar, hypertrophy of the left ventricle.
    conduction : str
        "normal", "lbbb" or "rbbb".
    on_diuretic, on_ace, on_beta, on_amiodarone, on_digoxin, on_warfarin : bool
        Drugs.
    is_depressed, has_lipids : bool
        Illnesses that leave no trace on the ECG.
    gains : tuple of three floats
        Response of this ECG to potassium, calcium and magnesium; 0: does not respond.
    site : int
        Where the patient is treated.
    traits : Traits
        The heart itself.
    """

    is_female: bool
    age: float
    height: float
    bmi: float
    frailty: float
    renal: float
    heart: float
    liver: float
    has_hypertension: bool
    has_diabetes: bool
    has_coronary: bool
    has_copd: bool
    has_hypothyroid: bool
    fibrillation: str
    has_infarct: bool
    old_infarct: float
    lvh: float
    conduction: str
    on_diuretic: bool
    on_ace: bool
    on_beta: bool
    on_amiodarone: bool
    on_digoxin: bool
    on_warfarin: bool
    is_depressed: bool
    has_lipids: bool
    gains: tuple[float, float, float]
    site: int
    traits: Traits


NON_RESPONDERS = 0.25
"""Share of patients whose ECG ignores an electrolyte [1]_: a quarter of the ECGs of
hyperkalaemic emergency patients are normal (Int J Emerg Med, s12245-022-00422-8)."""
GAIN_SIGMA = 0.5
"""Of the log-normal response of the others."""
T_SPREAD = 0.15
"""Sigma of the log amplitude of T between persons: eight fecgsyn subject sets span
0.17-0.56 mV in V4."""
VOLTAGE_SPREAD = 0.20
"""Sigma of the log amplitude of all waves: R in V5 spans 0.87-2.33 mV there."""
QTC_SD = 0.014
"""Seconds between healthy persons of one sex and age (PMC3825808: QT SD 14 ms)."""
RATE_SD = 9.0
"""Beats per minute between healthy persons (PMC3825808: 9.2)."""
PR_SD = 0.020
QRS_SD = 0.0081
"""Seconds (PMC3825808: QRS SD 8.1 ms; its PR SD of 34 ms holds block as well)."""


def happens(rng: np.random.Generator, logit: float) -> bool:
    """Toss a coin of the given log odds."""
    return bool(rng.random() < 1 / (1 + np.exp(-logit)))


def draw_person(rng: np.random.Generator) -> Person:
    """
    Draw one patient of a hospital.

    Parameters
    ----------
    rng : numpy.random.Generator
        Used up by a number of draws that depends on the patient.

    Returns
    -------
    Person
        Prevalences are those of emergency patients with an ECG [1]_.

    References
    ----------
    .. [1] Strodthoff et al., "Prospects for artificial intelligence-enhanced
       electrocardiogram as a unified screening tool", arXiv 2312.11050: prevalence of
       the codes in its test set.
    """
    is_female = bool(rng.random() < 0.47)
    age = float(np.clip(rng.normal(63 + 2 * is_female, 17), 19, 97))
    old = (age - 63) / 17
    bmi = float(np.clip(28 * np.exp(rng.normal(-0.02, 0.21)), 16, 60))
    frailty = float(rng.standard_normal())
    hypertension = happens(rng, 0.1 + 0.9 * old + 0.4 * (bmi - 28) / 6 + 0.3 * frailty)
    diabetes = happens(rng, -1.4 + 0.35 * old + 0.5 * (bmi - 28) / 6 + 0.4 * frailty)
    coronary = happens(
        rng, -1.5 + 0.9 * old + 0.6 * (not is_female) + 0.6 * diabetes + 0.3 * frailty
    )
    renal = _draw_renal(rng, old, frailty, hypertension + 0.7 * diabetes)
    heart = _draw_heart(rng, old, frailty, 0.9 * coronary + 0.6 * hypertension + renal)
    fibrillation = _draw_fibrillation(rng, old, heart)
    thickening = 0.7 * hypertension + 1.1 * renal + 0.5 * heart - 1.0
    lvh = float(np.clip(thickening + rng.normal(0, 0.45), 0, 1))
    infarct = happens(rng, -6 + 5.2 * coronary)
    # Half of all old infarcts leave no Q wave.
    scar = float(rng.uniform(0.2, 1)) * (infarct and rng.random() < 0.5)
    cardiac = heart > 0 or fibrillation != "none"
    return Person(
        is_female=is_female,
        age=age,
        height=float(rng.normal(162 if is_female else 176, 7)),
        bmi=bmi,
        frailty=frailty,
        renal=renal,
        heart=heart,
        liver=float(rng.uniform(0.3, 1)) if happens(rng, -3.1 + 0.4 * frailty) else 0.0,
        has_hypertension=hypertension,
        has_diabetes=diabetes,
        has_coronary=coronary,
        has_copd=happens(rng, -2.5 + 0.5 * old + 0.5 * frailty),
        has_hypothyroid=happens(rng, -2.9 + 1.2 * is_female + 0.4 * old),
        fibrillation=fibrillation,
        has_infarct=infarct,
        old_infarct=scar,
        lvh=lvh,
        conduction=_draw_conduction(rng, old, heart),
        on_diuretic=happens(rng, -2.2 + 2.6 * (heart > 0) + 0.9 * hypertension),
        on_ace=happens(rng, -2.2 + 1.5 * hypertension + 0.8 * (heart > 0)),
        on_beta=happens(rng, -1.9 + 1.0 * coronary + 1.2 * cardiac),
        on_amiodarone=happens(rng, -5 + 2.6 * (fibrillation != "none")),
        on_digoxin=happens(rng, -6 + 2.6 * (fibrillation == "permanent") + heart),
        on_warfarin=happens(rng, -4.0 + 4.0 * (fibrillation != "none")),
        is_depressed=happens(rng, -2.2 + 0.7 * is_female),
        has_lipids=happens(rng, -1.1 + 0.6 * old + 0.9 * coronary + 0.4 * diabetes),
        gains=tuple(_draw_gain(rng) for _ in range(3)),  # type: ignore[arg-type]
        site=int(rng.choice(3, p=(0.5, 0.3, 0.2))),
        traits=draw_traits(rng, is_female=is_female, age=age, bmi=bmi),
    )


def draw_traits(
    rng: np.random.Generator, *, is_female: bool, age: float, bmi: float
) -> Traits:
    """
    Draw the electrical individuality of a heart.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of the differences between persons.
    is_female : bool
        Women's hearts are faster, QRS shorter, QTc 12 ms longer [1]_.
    age, bmi : float
        The axis turns left by 0.4° a year from 40 and 1° a unit of BMI [2]_, and fat
        above 30 kg/m² takes 1 % of the voltage a unit.

    Returns
    -------
    Traits
        Medians are those of healthy adults.

    References
    ----------
    .. [1] PMC3825808 (normal women: HR 66 (9.2), PR 158 (34), QRS 85 (8.1) ms).
    .. [2] Rijnbeek et al. 2014 (age); Kurisu et al. 2015 (BMI).
    """
    voltage = 1 - 0.01 * max(0.0, min(bmi, 50) - 30)
    axis = -0.4 * max(0.0, age - 40) - 1.0 * (bmi - 27) + 8
    return Traits(
        rate=float(rng.normal(68 + 3 * is_female, RATE_SD)),
        pr=float(rng.normal(0.158 + 0.0003 * (age - 50), PR_SD)),
        qrs=float(np.clip(rng.normal(0.093 - 0.007 * is_female, QRS_SD), 0.070, 0.118)),
        qtc=float(rng.normal(0.402 + 0.012 * is_female + 0.0002 * (age - 50), QTC_SD)),
        axis=float(axis + rng.normal(0, 18)),
        turn=float(rng.normal(0, 14)),
        voltage=float(voltage * np.exp(rng.normal(0, VOLTAGE_SPREAD))),
        t_gain=float(np.exp(rng.normal(-0.06 * is_female, T_SPREAD))),
        p_gain=float(np.exp(rng.normal(0, 0.2))),
        u_gain=float(np.exp(rng.normal(-0.2, 0.3))),
        t_rise=float(0.050 * np.exp(rng.normal(0, 0.06))),
        t_fall=float(0.036 * np.exp(rng.normal(0, 0.06))),
        jitter=rng.normal(1, 0.1, (6, 3)),
    )


def _draw_gain(rng: np.random.Generator) -> float:
    size = float(np.exp(rng.normal(0, GAIN_SIGMA)))
    return size if rng.random() >= NON_RESPONDERS else 0.0


def _draw_renal(
    rng: np.random.Generator, old: float, frailty: float, wear: float
) -> float:
    """Return the chronic loss of kidney function, 1 for those on dialysis."""
    if rng.random() < 0.012 + 0.02 * wear:
        return 1.0
    loss = -0.62 + 0.25 * old + 0.15 * frailty + 0.22 * wear + rng.normal(0, 0.35)
    return float(np.clip(loss, 0, 0.9))


def _draw_heart(
    rng: np.random.Generator, old: float, frailty: float, wear: float
) -> float:
    if not happens(rng, -2.6 + 0.8 * old + 0.4 * frailty + 0.9 * wear):
        return 0.0
    return float(rng.uniform(0.2, 1.0))


def _draw_fibrillation(rng: np.random.Generator, old: float, heart: float) -> str:
    if not happens(rng, -2.15 + 1.1 * old + 1.5 * heart):
        return "none"
    return "permanent" if rng.random() < 0.45 else "paroxysmal"


def _draw_conduction(rng: np.random.Generator, old: float, heart: float) -> str:
    if happens(rng, -4.6 + 0.7 * old + 2.4 * heart):
        return "lbbb"
    return "rbbb" if happens(rng, -3.2 + 0.7 * old + 0.4 * heart) else "normal"
