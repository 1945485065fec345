"""Why patients come to hospital, how ill they are, and when their ECGs are taken."""

from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from ecgkt.simulate.population import Person, happens

RECOVERY_HOURS = 72.0
"""Hours in which an acute illness falls to 1/e: codes describe the whole stay, the ECG
one moment of it."""


class Illness(NamedTuple):
    """
    What is wrong in one stay, at its worst.

    Attributes
    ----------
    infection : float
        0 none, above 1 septic.
    focus : str
        "none", "lung" or "urine".
    injury : float
        Acute loss of kidney function, 0 to 1.
    congestion : float
        Decompensated heart failure, 0 to 1.
    infarct : str
        "none", "nstemi", "anterior" or "inferior".
    injury_current : float
        0 to 1: how much of an infarct is seen in ST.
    bleeding, dryness, losses : float
        0 to 1: blood, water, and what vomit and stool take.
    is_breathless : bool
        Respiratory failure.
    severity : float
        How ill in all, 0 (well) to about 3.
    """

    infection: float = 0.0
    focus: str = "none"
    injury: float = 0.0
    congestion: float = 0.0
    infarct: str = "none"
    injury_current: float = 0.0
    bleeding: float = 0.0
    dryness: float = 0.0
    losses: float = 0.0
    is_breathless: bool = False
    severity: float = 0.0


class Stay(NamedTuple):
    """
    One visit.

    Attributes
    ----------
    kind : str
        "ed" (sent home), "admitted" (through the emergency department) or
        "clinic" (an ECG without a stay: it has no diagnoses).
    arrival : datetime.datetime
        When the patient came, to the second.
    hours : float
        Length.
    illness : Illness
        The reason.
    ecg_hours : tuple of float
        Hours from arrival to each ECG.
    version : int
        Of the ICD in which it is coded, 9 or 10.
    """

    kind: str
    arrival: datetime
    hours: float
    illness: Illness
    ecg_hours: tuple[float, ...]
    version: int


def draw_stays(person: Person, rng: np.random.Generator, start: datetime) -> list[Stay]:
    """
    Draw all visits of a patient, in order of time.

    Parameters
    ----------
    person : Person
        Chronic illness makes stays more frequent and worse.
    rng : numpy.random.Generator
        Source of everything.
    start : datetime.datetime
        Earliest arrival; visits are at least two weeks apart.

    Returns
    -------
    list of Stay
        One to five.
    """
    burden = max(0.0, person.frailty + person.heart + person.renal)
    count = min(1 + int(rng.poisson(0.28 + 0.12 * burden)), 5)
    stays, time = [], start
    for _ in range(count):
        time += timedelta(seconds=int(rng.uniform(14, 220) * 86400))
        illness = draw_illness(person, rng)
        kind = "clinic" if rng.random() < 0.05 else "ed"
        if kind == "ed" and happens(rng, -0.6 + 1.1 * illness.severity):
            kind = "admitted"
        hours = float(rng.uniform(3, 9))
        if kind == "admitted":
            hours = float(24 * np.exp(rng.normal(1.0, 0.6)) + 12)
        version = 9 if rng.random() < 0.45 else 10
        ecgs = (0.0,) if kind == "clinic" else _draw_times(rng, kind, hours)
        stays.append(Stay(kind, time, hours, illness, ecgs, version))
    return stays


def draw_illness(person: Person, rng: np.random.Generator) -> Illness:
    """
    Draw the reason of one visit.

    Parameters
    ----------
    person : Person
        Each illness has those who are prone to it.
    rng : numpy.random.Generator
        Source of the illness.

    Returns
    -------
    Illness
        Several reasons may come together; most visits have none of these.
    """
    frail = person.frailty
    infection, focus = 0.0, "none"
    if happens(rng, -1.8 + 0.45 * frail + 0.5 * person.has_copd):
        infection = float(rng.gamma(2.0, 0.40))
        focus = "lung" if rng.random() < 0.5 else "urine"
    congestion = 0.0
    if person.heart and happens(rng, 0.0 + 1.2 * person.heart):
        congestion = float(rng.uniform(0.3, 1))
    bleeding = float(rng.uniform(0.3, 1)) * happens(rng, -2.9 + 0.5 * person.liver)
    losses = float(rng.uniform(0.2, 1)) * happens(rng, -2.2)
    dryness = float(rng.uniform(0.3, 1)) * happens(rng, -2.4 + 1.5 * losses)
    stress = infection + congestion + bleeding + dryness + 0.6 * losses
    injury = 0.0
    if happens(rng, -2.2 + 1.4 * stress + 1.8 * person.renal) and person.renal < 1:
        injury = float(rng.uniform(0.2, 1))
    infarct = _draw_infarct(person, rng)
    is_breathless = happens(
        rng, -4.2 + 1.5 * infection * (focus == "lung") + 1.6 * congestion
    )
    severity = 0.8 * stress + 0.8 * injury + 0.6 * is_breathless + 0.2 * frail
    severity += 0.3 * (infarct != "none") + rng.normal(0.1, 0.3)
    return Illness(
        infection=infection,
        focus=focus,
        injury=injury,
        congestion=congestion,
        infarct=infarct,
        injury_current=float(rng.uniform(0, 1)) * (infarct != "none"),
        bleeding=bleeding,
        dryness=dryness,
        losses=losses,
        is_breathless=is_breathless,
        severity=float(np.clip(severity, 0, 3)),
    )


def course(hours: float) -> float:
    """
    Tell how much of an acute illness is left.

    Parameters
    ----------
    hours : float
        Since arrival.

    Returns
    -------
    float
        1 on arrival, falling to 0.

    Examples
    --------
    >>> course(0.0)
    1.0
    """
    return float(np.exp(-max(hours, 0.0) / RECOVERY_HOURS))


def _draw_infarct(person: Person, rng: np.random.Generator) -> str:
    if not happens(rng, -4.2 + 1.8 * person.has_coronary):
        return "none"
    return str(rng.choice(("nstemi", "anterior", "inferior"), p=(0.7, 0.15, 0.15)))


def _draw_times(rng: np.random.Generator, kind: str, hours: float) -> tuple[float, ...]:
    first = float(rng.uniform(0.05, 1.2))
    mean = 0.75 if kind == "admitted" else 0.15
    more = rng.uniform(1.5, hours, min(int(rng.poisson(mean)), 6))
    return (first, *(float(value) for value in np.sort(more)))
