"""Which diagnoses a stay ends with: from illness and true values, then with errors."""

import numpy as np

from ecgkt.simulate.coding import CODES
from ecgkt.simulate.encounters import Illness
from ecgkt.simulate.population import Person

LABEL_NOISE = 0.10
"""Share of the codes that are forgotten, and as many written without ground."""

GROUNDLESS = {
    "fibrillation": 0.14,
    "heart_failure": 0.16,
    "hypertension": 0.38,
    "kidney_injury": 0.14,
    "kidney_disease": 0.13,
    "anaemia": 0.10,
    "diabetes": 0.2,
    "coronary": 0.2,
    "lipids": 0.3,
    "copd": 0.09,
    "thyroid": 0.09,
    "hyponatraemia": 0.06,
    "hyperkalaemia": 0.045,
    "hypokalaemia": 0.033,
    "pneumonia": 0.06,
    "urinary_infection": 0.06,
    "sepsis": 0.045,
    "hypotension": 0.06,
}
"""Prevalence that a groundless code is drawn in proportion to."""


def diagnose_stay(
    person: Person,
    illness: Illness,
    labs: dict[str, float],
    rng: np.random.Generator,
) -> list[str]:
    """
    Code one stay.

    Parameters
    ----------
    person : Person
        Chronic illness is coded in every stay.
    illness : Illness
        Acute illness at its worst.
    labs : dict of str to float
        True values at their worst: what nobody measured is coded less often.
    rng : numpy.random.Generator
        Source of the coders' habits and errors.

    Returns
    -------
    list of str
        Keys of `CODES`, in their order; R07.9 where nothing else is found.
    """
    chances = (
        _chronic(person) | _acute(illness, labs) | _chemical(illness, person, labs)
    )
    coded = set()
    for name in CODES:
        chance = chances.get(name, 0.0) * (1 - LABEL_NOISE)
        chance += (1 - chance) * LABEL_NOISE * GROUNDLESS.get(name, 0.004)
        if rng.random() < chance:
            coded.add(name)
    if illness.severity < 0.5 and rng.random() < 0.3:
        coded.add("chest_pain")
    return [name for name in CODES if name in (coded or {"chest_pain"})]


def _chronic(person: Person) -> dict[str, float]:
    failing, kidney = person.heart > 0, person.renal > 0.3
    tense = person.has_hypertension
    return {
        "fibrillation": float(person.fibrillation != "none"),
        "permanent_fibrillation": 0.6 * (person.fibrillation == "permanent"),
        "heart_failure": 0.95 * failing,
        # Hypertension with heart or kidney disease has its own codes.
        "hypertension": 0.95 * (tense and not (failing or kidney))
        + 0.25 * (tense and (failing or kidney)),
        "hypertensive_heart": 0.6 * (tense and failing and not kidney),
        "hypertensive_kidney": 0.7 * (tense and kidney),
        "kidney_disease": 0.95 * (kidney and person.renal < 1),
        "dialysis": float(person.renal == 1),
        "thyroid": float(person.has_hypothyroid),
        "copd": float(person.has_copd),
        "obesity": 0.12 * (person.bmi > 30) + 0.45 * (person.bmi > 35),
        "cirrhosis": float(person.liver > 0),
        "diabetes": float(person.has_diabetes),
        "coronary": 0.95 * person.has_coronary,
        "old_infarct": float(person.has_infarct),
        "lbbb": 0.85 * (person.conduction == "lbbb"),
        "lipids": float(person.has_lipids),
        "rbbb": 0.6 * (person.conduction == "rbbb"),
        "depression": float(person.is_depressed),
    }


def _acute(illness: Illness, labs: dict[str, float]) -> dict[str, float]:
    infected = illness.infection
    shock = 1.4 * infected + 1.8 * illness.bleeding + 1.3 * illness.dryness - 2.2
    return {
        "acute_heart_failure": float(illness.congestion > 0.5),
        "kidney_injury": 0.95 * (illness.injury > 0),
        "bleeding": 0.9 * (illness.bleeding > 0),
        "sepsis": float(1 / (1 + np.exp(-6 * (infected - 1.25)))) * (infected > 0),
        "pneumonia": 0.95 * (illness.focus == "lung"),
        "urinary_infection": 0.95 * (illness.focus == "urine"),
        "respiratory_failure": 0.95 * illness.is_breathless,
        "hypotension": float(1 / (1 + np.exp(-1.6 * shock))) * (illness.severity > 0.2),
        "dehydration": 0.85 * (illness.dryness > 0),
        "nstemi": float(illness.infarct == "nstemi"),
        "anterior_infarct": float(illness.infarct == "anterior"),
        "inferior_infarct": float(illness.infarct == "inferior"),
    }


def _chemical(
    illness: Illness, person: Person, labs: dict[str, float]
) -> dict[str, float]:
    def above(name: str, limit: float, width: float) -> float:
        return float(1 / (1 + np.exp(-(labs[name] - limit) / width)))

    limit = 10.8 if person.is_female else 11.6
    return {
        "hyperkalaemia": above("potassium", 5.6, 0.12),
        "hypokalaemia": 1 - above("potassium", 3.2, 0.08),
        "hyponatraemia": 1 - above("sodium", 131.5, 0.6),
        "hypernatraemia": above("sodium", 147.5, 0.5),
        "hypocalcaemia": 0.3 * (1 - above("calcium", 7.6, 0.15)),
        "hypercalcaemia": 0.7 * above("calcium", 10.9, 0.15),
        "hypomagnesaemia": 0.7 * (1 - above("magnesium", 1.45, 0.05)),
        "acidosis": 0.7 * (1 - above("bicarbonate", 18.5, 0.5)),
        "anaemia": 0.5 * (1 - above("haemoglobin", limit, 0.3)),
    }
