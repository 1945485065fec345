"""From a body to its electrocardiogram: what illness, salts and drugs do."""

from typing import NamedTuple

import numpy as np

from ecgkt.simulate.encounters import Illness
from ecgkt.simulate.population import Person

SEVERITY_RATE = 11.0
"""Beats per minute per unit of severity: the sympathetic drive of the ill. Ours."""
SEVERITY_T = 0.20
"""Loss of log T amplitude per unit of severity: unspecific T changes. Ours."""
ECTOPY = 0.04
"""Share of ECGs with premature ventricular beats in a healthy heart. Ours."""


class Body(NamedTuple):
    """
    All that acts on one ECG, named as the levers a causal mask can turn off.

    Attributes
    ----------
    person : Person
        Whose heart it is.
    illness : Illness
        What is left of it at the time of the ECG.
    potassium, calcium, magnesium : float
        True values in mEq/L, mg/dL and mg/dL.
    haemoglobin, temperature : float
        g/dL and °C.
    is_fibrillating : bool
        The rhythm of this ECG.
    amiodarone, digoxin, thyroid : bool
        Drug or underactive gland at work.
    conduction, infarct : str
        As in `Person` and `Illness`.
    lvh : float
        As in `Person`.
    """

    person: Person
    illness: Illness
    potassium: float
    calcium: float
    magnesium: float
    haemoglobin: float
    temperature: float
    is_fibrillating: bool
    amiodarone: bool
    digoxin: bool
    thyroid: bool
    conduction: str
    infarct: str
    lvh: float


NEUTRAL: dict[str, float | bool | str] = {
    "potassium": 4.2,
    "calcium": 9.3,
    "magnesium": 2.0,
    "haemoglobin": 13.0,
    "temperature": 36.9,
    "is_fibrillating": False,
    "amiodarone": False,
    "digoxin": False,
    "thyroid": False,
    "conduction": "normal",
    "infarct": "none",
    "lvh": 0.0,
}
"""Where each lever does nothing."""


class Electrics(NamedTuple):
    """
    The parameters one ECG is drawn from.

    Attributes
    ----------
    rate : float
        Ventricular beats per minute.
    pr, qrs, qtc : float
        Seconds.
    axis : float
        Degrees of frontal rotation, positive to the right.
    voltage, p_gain, t_gain, t_width : float
        Factors on all amplitudes, on P, on T, and on the width of T.
    symmetry : float
        0 as the person's T is, 1 for a T that falls as slowly as it rises.
    t_end : float
        Seconds by which the fall of T is drawn out (Tp-Te).
    u_mv, st_mv, osborn_mv : float
        Voltage of U, of ST along R, and of the Osborn wave.
    """

    rate: float
    pr: float
    qrs: float
    qtc: float
    axis: float
    voltage: float
    p_gain: float
    t_gain: float
    t_width: float
    symmetry: float
    t_end: float
    u_mv: float
    st_mv: float
    osborn_mv: float


def conduct(body: Body) -> Electrics:
    """
    Apply every lever to the heart at rest.

    Parameters
    ----------
    body : Body
        Salts, drugs, illness.

    Returns
    -------
    Electrics
        Within what can be drawn: QRS 60-220 ms, rate 36-175, QT room for T.

    References
    ----------
    .. [1] Each lever names its own; the numbers of the levers are ours where the source
       gives a direction or a range only.
    """
    traits = body.person.traits
    electrics = Electrics(
        rate=traits.rate,
        pr=traits.pr,
        qrs=traits.qrs,
        qtc=traits.qtc,
        axis=traits.axis,
        voltage=traits.voltage,
        p_gain=traits.p_gain,
        t_gain=traits.t_gain,
        t_width=1.0,
        symmetry=0.0,
        t_end=0.0,
        u_mv=0.024 * traits.u_gain,
        st_mv=0.0,
        osborn_mv=0.0,
    )
    for lever in (
        _organs,
        _conduction,
        _potassium_high,
        _potassium_low,
        _divalent,
        _heat_and_blood,
        _drugs,
        _rhythm,
    ):
        electrics = lever(body, electrics)
    return _within_reach(electrics)


def _organs(body: Body, e: Electrics) -> Electrics:
    person, ill = body.person, body.illness
    # Cirrhosis QTc 438 vs 402 ms (brieflands 97542). Other sizes are ours.
    rate = SEVERITY_RATE * ill.severity + 8 * ill.congestion + 5 * person.has_copd
    rate += 18 * ill.dryness + 10 * ill.bleeding + 4 * person.has_diabetes
    atrial = float(person.fibrillation != "none")
    flat = SEVERITY_T * ill.severity + 0.4 * person.heart + 0.2 * ill.congestion
    return e._replace(
        rate=e.rate + rate - 6 * person.on_beta,
        pr=e.pr + 0.012 * person.heart + 0.006 * person.on_beta + 0.010 * atrial,
        qrs=e.qrs + 0.010 * person.heart + 0.006 * body.lvh,
        qtc=e.qtc
        + 0.030 * (person.liver > 0)
        + 0.012 * person.heart
        + 0.006 * ill.severity
        + 0.024 * person.renal,
        axis=e.axis + 22 * person.has_copd - 12 * body.lvh,
        voltage=e.voltage * (1 - 0.12 * person.has_copd) * (1 - 0.12 * ill.congestion),
        p_gain=e.p_gain * (1 + 0.25 * person.has_copd - 0.2 * atrial),
        t_gain=e.t_gain * float(np.exp(-flat)),
        st_mv=e.st_mv - 0.12 * ill.injury_current * (body.infarct == "nstemi"),
    )


def _conduction(body: Body, e: Electrics) -> Electrics:
    if body.conduction == "normal":
        return e
    return e._replace(qrs=e.qrs + 0.052, qtc=e.qtc + 0.025)


def _potassium_high(body: Body, e: Electrics) -> Electrics:
    # T V4 3.7 -> 5.0 mm, II 2.7 -> 4.0, PR 167 -> 188 ms within 32 patients on
    # haemodialysis (ASN abs. 14334); stages: EMJ table 1; QRS: CinC 2021 #221.
    level = body.potassium - 5.0
    if level <= 0:
        return e
    gain = body.person.gains[0]
    steep = 0.08 * max(0.0, level - 1) + 0.07 * max(0.0, level - 2)
    return e._replace(
        t_gain=e.t_gain * (1 + 0.25 * gain * level),
        t_width=e.t_width * max(0.5, 1 - 0.15 * gain * level),
        symmetry=min(1.0, 0.5 * gain * level),
        pr=e.pr + 0.012 * gain * max(0.0, level - 0.5),
        qrs=e.qrs * (1 + min(0.9, gain * steep)),
        p_gain=e.p_gain * max(0.0, 1 - 0.3 * gain * max(0.0, level - 1)),
    )


def _potassium_low(body: Body, e: Electrics) -> Electrics:
    # In range QT +2.8 ms per mmol/L lower (Noordam, JACC 2019, n = 153,014).
    gain = body.person.gains[0]
    e = e._replace(qtc=e.qtc + 0.0028 * gain * (4.2 - body.potassium))
    level = 3.5 - body.potassium
    if level <= 0:
        return e
    return e._replace(
        t_gain=e.t_gain * max(0.1, 1 - 0.3 * gain * level),
        u_mv=e.u_mv + 0.05 * gain * level,
        st_mv=e.st_mv - 0.03 * gain * level,
        qtc=e.qtc + 0.010 * gain * level,
    )


def _divalent(body: Body, e: Electrics) -> Electrics:
    _, calcium_gain, magnesium_gain = body.person.gains
    # QT +11.5 ms per mmol/L lower (Noordam): 2.9 ms per mg/dL; ST segment only.
    in_range = float(np.clip(body.calcium, 8.0, 10.5))
    change = -0.003 * (in_range - 9.3)
    change -= 0.012 * max(0.0, body.calcium - 10.5)
    change += 0.025 * max(0.0, 8.0 - body.calcium)
    # < 0.65 mmol/L (1.58 mg/dL): QTc 439 vs 433, Tp-Te 122 vs 111 ms (Front Physiol
    # 2021, 617374).
    low = float(np.clip((1.75 - body.magnesium) / 0.35, 0, 2)) * magnesium_gain
    return e._replace(
        qtc=e.qtc + calcium_gain * change + 0.006 * low, t_end=e.t_end + 0.010 * low
    )


def _heat_and_blood(body: Body, e: Electrics) -> Electrics:
    # +7 beats/min per °C, 6.9-10.4 (AJEM 2020); 33-34 °C: QRS 103 vs 95, QTc 475 vs
    # 431 ms (SJTREM 2017); iron deficiency 85.7 vs 69.0/min (Clinics 2010;65:1067).
    cold = max(0.0, 35.0 - body.temperature)
    return e._replace(
        rate=e.rate
        + 7 * (body.temperature - 36.9)
        + 3 * max(0.0, 11.0 - body.haemoglobin),
        qtc=e.qtc + 0.013 * cold,
        qrs=e.qrs + 0.0025 * cold,
        osborn_mv=0.05 * cold,
    )


def _drugs(body: Body, e: Electrics) -> Electrics:
    # Amiodarone QTc 476 -> 505 ms (Am Heart J 1994;128:884); digoxin scoops ST and
    # shortens QT, no numbers found; thyroid: +6 beats/min per nM T3 (GESUS).
    drug, glove = float(body.amiodarone), float(body.digoxin)
    gland = float(body.thyroid)
    return e._replace(
        rate=e.rate - 5 * drug - 8 * gland,
        pr=e.pr + 0.010 * drug + 0.010 * glove,
        qtc=e.qtc + 0.030 * drug - 0.015 * glove + 0.010 * gland,
        st_mv=e.st_mv - 0.05 * glove,
        voltage=e.voltage * (1 - 0.2 * gland),
    )


def _rhythm(body: Body, e: Electrics) -> Electrics:
    rate = e.rate + 18 * body.is_fibrillating
    return e._replace(rate=rate, pr=e.pr - 0.0004 * (rate - 70))


def _within_reach(e: Electrics) -> Electrics:
    rate = float(np.clip(e.rate, 36, 175))
    qrs = float(np.clip(e.qrs, 0.060, 0.220))
    room = (60 / rate) ** (1 / 3)
    # The ST segment and a T of some width always fit.
    qtc = float(np.clip(e.qtc, max(0.300, (qrs + 0.16) / room), 0.680))
    return e._replace(rate=rate, qrs=qrs, qtc=qtc, pr=float(np.clip(e.pr, 0.09, 0.42)))
