"""One patient of the cohort: person, stays, and what each ECG is made of."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from ecgkt.simulate.diagnoses import diagnose_stay
from ecgkt.simulate.electrolytes import ElectrolyteDisorder, draw_electrolyte_disorder
from ecgkt.simulate.encounters import Illness, Stay, course, draw_stays
from ecgkt.simulate.lab_catalogue import LABS
from ecgkt.simulate.laboratory import true_labs
from ecgkt.simulate.physiology import ECTOPY, Body, Electrics, conduct
from ecgkt.simulate.population import Person, draw_person, happens


class Case(NamedTuple):
    """
    One ECG before it is drawn.

    Attributes
    ----------
    number : int
        Counts the patient's ECGs from 0.
    time : datetime.datetime
        Of the recording.
    body : Body
        What acts on it.
    electrics : Electrics
        What came of that.
    labs : dict of str to float
        True laboratory values at that moment.
    daily : tuple of three floats
        By what rate and axis are shifted and T is scaled on this very day.
    has_ectopy : bool
        Whether premature ventricular beats occur.
    """

    number: int
    time: datetime
    body: Body
    electrics: Electrics
    labs: dict[str, float]
    daily: tuple[float, float, float]
    has_ectopy: bool


class Visit(NamedTuple):
    """
    One stay with everything that follows from it.

    Attributes
    ----------
    stay : Stay
        When, how long, why.
    disorder : ElectrolyteDisorder
        Electrolyte shifts at arrival.
    noise : dict of str to float
        What nothing explains of each laboratory value.
    temperature : float
        °C at arrival.
    diagnoses : list of str
        Keys of `coding.CODES`.
    cases : tuple of Case
        The ECGs.
    """

    stay: Stay
    disorder: ElectrolyteDisorder
    noise: dict[str, float]
    temperature: float
    diagnoses: list[str]
    cases: tuple[Case, ...]


class Patient(NamedTuple):
    """
    A person and all visits.

    Attributes
    ----------
    number : int
        Which of the cohort's patients.
    subject_id : int
        Eight digits, as in MIMIC-IV.
    person : Person
        What does not change.
    year : int
        Of the first visit, shifted into the future as in MIMIC-IV.
    visits : tuple of Visit
        In order of time.
    """

    number: int
    subject_id: int
    person: Person
    year: int
    visits: tuple[Visit, ...]


def streams(seed: int, *path: int) -> np.random.Generator:
    """Return the random numbers of one place in the cohort, the same on any machine."""
    return np.random.default_rng(np.random.SeedSequence([seed, *path]))


def draw_patient(seed: int, number: int) -> Patient:
    """
    Draw one patient; no other patient's draws matter.

    Parameters
    ----------
    seed : int
        Of the cohort.
    number : int
        From 0.

    Returns
    -------
    Patient
        The same for the same two numbers.
    """
    rng = streams(seed, number)
    person = draw_person(rng)
    year = int(rng.integers(2112, 2198))
    stays = draw_stays(person, rng, datetime(year, 1, 1) + timedelta(hours=7))
    visits, first = [], 0
    for stay in stays:
        visits.append(_draw_visit(person, stay, rng, first))
        first += len(stay.ecg_hours)
    return Patient(number, 10_000_000 + number, person, year, tuple(visits))


def labs_at(
    person: Person, visit: Visit, hours: float, drift: dict[str, float] | None = None
) -> dict[str, float]:
    """
    Return the true laboratory values of a visit at one time.

    Parameters
    ----------
    person : Person
        What is chronic.
    visit : Visit
        What is acute.
    hours : float
        Since arrival.
    drift : dict of str to float, optional
        Added to each value.

    Returns
    -------
    dict of str to float
        Keys of `LABS`.
    """
    share = course(hours)
    shift = ElectrolyteDisorder(*(value * share**0.5 for value in visit.disorder))
    labs = true_labs(person, fade(visit.stay.illness, share), shift, visit.noise)
    return labs if drift is None else {k: labs[k] + drift[k] for k in labs}


def fade(illness: Illness, share: float) -> Illness:
    """
    Return what is left of an illness.

    Parameters
    ----------
    illness : Illness
        At its worst.
    share : float
        0 to 1. An infarct and a bleeding leave their marks for the whole stay.

    Returns
    -------
    Illness
        With the numbers that recover made smaller.
    """
    return illness._replace(
        infection=illness.infection * share,
        injury=illness.injury * share**0.5,
        congestion=illness.congestion * share,
        dryness=illness.dryness * share,
        losses=illness.losses * share,
        severity=illness.severity * share**0.5,
    )


def electrics_of(body: Body, daily: tuple[float, float, float]) -> Electrics:
    """Return what `conduct` makes of a body, varied as on the day of the ECG."""
    electrics = conduct(body)
    return electrics._replace(
        rate=float(np.clip(electrics.rate + daily[0], 36, 175)),
        axis=electrics.axis + daily[1],
        t_gain=electrics.t_gain * daily[2],
    )


def every_case(patient: Patient) -> Iterator[tuple[Visit, Case]]:
    """Yield the ECGs of a patient, each with its visit."""
    for visit in patient.visits:
        for case in visit.cases:
            yield visit, case


def _draw_visit(
    person: Person, stay: Stay, rng: np.random.Generator, first: int
) -> Visit:
    illness = stay.illness
    noise = dict(zip(LABS, rng.standard_normal(len(LABS)).tolist(), strict=True))
    temperature = 36.85 + 0.9 * min(illness.infection, 2.0) + rng.normal(0, 0.3)
    if rng.random() < 0.004:
        temperature = float(rng.uniform(30, 35))
    visit = Visit(
        stay,
        draw_electrolyte_disorder(person, illness, rng),
        noise,
        float(min(temperature, 41.0)),
        [],
        (),
    )
    worst = labs_at(person, visit, 0.0)
    visit = visit._replace(diagnoses=diagnose_stay(person, illness, worst, rng))
    cases = tuple(
        _draw_case(person, visit, hours, rng, first + place)
        for place, hours in enumerate(stay.ecg_hours)
    )
    return visit._replace(cases=cases)


def _draw_case(
    person: Person, visit: Visit, hours: float, rng: np.random.Generator, number: int
) -> Case:
    share = course(hours)
    # To the second, as hospitals write it.
    time = visit.stay.arrival + timedelta(seconds=round(hours * 3600))
    labs = labs_at(person, visit, hours)
    illness = fade(visit.stay.illness, share)
    odds = {"none": -6.0, "paroxysmal": -0.9 + 0.9 * illness.severity, "permanent": 9.0}
    body = Body(
        person=person,
        illness=illness,
        potassium=labs["potassium"],
        # Ionised calcium acts; total calcium is corrected for albumin.
        calcium=labs["calcium"] + 0.8 * (4.0 - labs["albumin"]),
        magnesium=labs["magnesium"],
        haemoglobin=labs["haemoglobin"],
        temperature=36.9 + (visit.temperature - 36.9) * share,
        is_fibrillating=happens(rng, odds[person.fibrillation]),
        amiodarone=person.on_amiodarone,
        digoxin=person.on_digoxin,
        thyroid=person.has_hypothyroid and labs["tsh"] > 4.2,
        conduction=person.conduction,
        infarct=illness.infarct,
        lvh=person.lvh,
    )
    # The same heart beats a little differently every day.
    daily = (
        float(rng.normal(0, 5)),
        float(rng.normal(0, 4)),
        float(np.exp(rng.normal(0, 0.06))),
    )
    ectopy = ECTOPY + 0.12 * person.heart + 0.05 * (illness.infarct != "none")
    has_ectopy = bool(rng.random() < ectopy)
    electrics = electrics_of(body, daily)
    return Case(number, time, body, electrics, labs, daily, has_ectopy)
