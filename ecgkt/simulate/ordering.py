"""Which laboratory tests and vital signs are taken: the ill are measured more often."""

from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from ecgkt.simulate.encounters import Illness
from ecgkt.simulate.lab_catalogue import LABS
from ecgkt.simulate.patient import Case, Patient, Visit, labs_at
from ecgkt.simulate.population import Person, happens
from ecgkt.simulate.render_cohort import SITES

DRAW_NEAR = -0.6
"""Log odds that blood is drawn within an hour of the ECG of one who is not ill."""


class Draw(NamedTuple):
    """
    One tube of blood.

    Attributes
    ----------
    time : datetime.datetime
        When it was taken, to the minute.
    values : dict of str to float
        Measured values of the tests ordered, keys of `LABS`.
    """

    time: datetime
    values: dict[str, float]


class Vitals(NamedTuple):
    """
    One line of a nurse's chart; None where nothing was written.

    Attributes
    ----------
    time : datetime.datetime
        When.
    temperature : float or None
        °F, as MIMIC-IV-ED writes it.
    heart_rate, resp_rate, spo2, sbp, dbp : float or None
        Per minute, %, mmHg.
    """

    time: datetime
    temperature: float | None
    heart_rate: float | None
    resp_rate: float | None
    spo2: float | None
    sbp: float | None
    dbp: float | None


def draw_blood(
    patient: Patient, visit: Visit, case: Case, rng: np.random.Generator
) -> list[Draw]:
    """
    Decide which blood is drawn around one ECG, and what the laboratory prints.

    Parameters
    ----------
    patient : Patient
        Whose site orders more or less.
    visit : Visit
        Whose illness decides.
    case : Case
        The ECG.
    rng : numpy.random.Generator
        Source of habits, of the time in between and of what drifts in it.

    Returns
    -------
    list of Draw
        None to two: one within an hour of the ECG, one within a day.
    """
    if visit.stay.kind == "clinic":
        return []
    habit = SITES[patient.person.site].ordering
    illness = visit.stay.illness
    away = []
    if happens(rng, DRAW_NEAR + habit + 1.0 * illness.severity):
        away.append(float(rng.uniform(-1.0, 1.0)))
    if visit.stay.kind == "admitted" and happens(rng, 0.5 + 0.5 * illness.severity):
        away.append(float(rng.uniform(1.5, 20.0) * rng.choice((-1, 1))))
    draws = []
    for hours in away:
        tests = _order(patient.person, illness, habit, rng)
        values = _measure(patient.person, visit, case, hours, rng)
        time = (case.time + timedelta(hours=hours)).replace(second=0)
        if tests:
            draws.append(Draw(time, {name: values[name] for name in tests}))
    return draws


def chart_vitals(
    patient: Patient, visit: Visit, case: Case, rng: np.random.Generator
) -> Vitals | None:
    """
    Decide whether vital signs are charted near an ECG in the emergency department.

    Parameters
    ----------
    patient : Patient
        Age and lungs.
    visit : Visit
        Illness.
    case : Case
        The heart rate is that of the ECG, counted some minutes away from it.
    rng : numpy.random.Generator
        Source of habits and of variation.

    Returns
    -------
    Vitals or None
        None outside the department or when nobody charted.
    """
    hours = (case.time - visit.stay.arrival).total_seconds() / 3600
    if visit.stay.kind == "clinic" or hours > 6 or rng.random() > 0.5:
        return None
    person, ill = patient.person, case.body.illness
    temperature = case.body.temperature + rng.normal(0, 0.15)
    shock = 10 * ill.infection + 22 * ill.bleeding + 18 * ill.dryness
    sbp = 122 + 0.25 * (person.age - 55) + 14 * person.has_hypertension - shock
    sbp += rng.normal(0, 15)
    lungs = 2.4 * ill.is_breathless + 1.5 * person.has_copd + 1.0 * ill.congestion
    values = (
        round(float(temperature * 1.8 + 32), 1),
        round(float(case.electrics.rate + rng.normal(0, 5))),
        round(float(16.5 + 2.0 * ill.severity + lungs + rng.normal(0, 1.8))),
        round(
            float(min(100.0, 98.2 - lungs - 0.4 * ill.severity + rng.normal(0, 1.2)))
        ),
        round(float(max(55.0, sbp))),
        round(float(max(25.0, 0.55 * sbp + 6 + rng.normal(0, 7)))),
    )
    kept = [value if rng.random() > 0.05 else None for value in values]
    away = timedelta(minutes=int(rng.integers(-25, 26)))
    return Vitals((case.time + away).replace(second=0), *kept)


def _order(
    person: Person, illness: Illness, habit: float, rng: np.random.Generator
) -> list[str]:
    severity = illness.severity
    suspicion = 2.5 * (illness.infarct != "none") + 0.6 * person.has_coronary
    odds = {
        "basic": 2.8,
        "count": 2.3,
        "minerals": 0.3 + 0.8 * severity + 0.6 * (person.renal > 0.3),
        "clotting": -0.7 + 0.4 * severity + 2.2 * person.on_warfarin,
        "gas": -2.3 + 1.3 * severity,
        "troponin": -1.4 + suspicion + 0.6 * illness.congestion,
        "bnp": -3.0 + 2.8 * illness.congestion + 1.0 * (person.heart > 0),
        "liver": -1.0 + 0.7 * severity + 1.0 * (person.liver > 0),
        "thyroid": -2.8 + 1.3 * person.has_hypothyroid,
    }
    panels = {name for name, value in odds.items() if happens(rng, value + habit / 2)}
    return [name for name, lab in LABS.items() if lab.panel in panels]


def _measure(
    person: Person, visit: Visit, case: Case, hours: float, rng: np.random.Generator
) -> dict[str, float]:
    since = (case.time - visit.stay.arrival).total_seconds() / 3600 + hours
    drift = {
        name: lab.drift * abs(hours) ** 0.5 * float(rng.standard_normal())
        for name, lab in LABS.items()
    }
    labs = labs_at(person, visit, since, drift)
    least = {name: 10.0**-lab.decimals for name, lab in LABS.items()}
    return {
        name: round(max(least[name], labs[name]), LABS[name].decimals) for name in LABS
    }
