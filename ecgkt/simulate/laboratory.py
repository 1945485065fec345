"""What blood would show: laboratory values that follow from illness."""

import numpy as np

from ecgkt.simulate.electrolytes import ElectrolyteDisorder
from ecgkt.simulate.encounters import Illness
from ecgkt.simulate.lab_catalogue import LABS
from ecgkt.simulate.population import Person


def true_labs(
    person: Person,
    illness: Illness,
    disorder: ElectrolyteDisorder,
    noise: dict[str, float],
) -> dict[str, float]:
    """
    Compute every laboratory value of one moment.

    Parameters
    ----------
    person : Person
        What is chronic.
    illness : Illness
        What is left of the acute illness at that moment.
    disorder : ElectrolyteDisorder
        What is left of the electrolyte shifts.
    noise : dict of str to float
        A standard normal number for each lab: what nothing here explains.

    Returns
    -------
    dict of str to float
        True values, keys and order of `LABS`, in their units.
    """
    kidney = min(1.0, person.renal + illness.injury)
    labs = _electrolytes(person, illness, disorder, noise)
    labs |= _metabolism(person, illness, kidney, noise)
    labs |= _blood(person, illness, noise)
    labs |= _markers(person, illness, kidney, noise)
    labs["calcium"] += 0.8 * (labs["albumin"] - 4.0)
    return {name: labs[name] for name in LABS}


def _electrolytes(
    person: Person, illness: Illness, shift: ElectrolyteDisorder, z: dict[str, float]
) -> dict[str, float]:
    kidney = min(1.0, person.renal + illness.injury)
    potassium = 4.1 + 0.35 * kidney + 0.12 * person.on_ace - 0.15 * person.on_diuretic
    potassium += 0.26 * z["potassium"] + shift.potassium - 0.25 * illness.losses
    sodium = 139.6 + 1.8 * z["sodium"] - 1.6 * illness.congestion + shift.sodium
    sodium += 1.5 * illness.dryness - 0.9 * illness.infection - 1.5 * person.liver
    bicarbonate = 25.6 - 3.6 * kidney - 1.4 * illness.infection + 1.6 * z["bicarbonate"]
    bicarbonate += 2.0 * person.has_copd + 0.8 * person.on_diuretic
    chloride = 102.5 + 0.75 * (sodium - 139.6) - 0.4 * (bicarbonate - 25.6)
    ionised = 9.35 + 0.35 * z["calcium"] + shift.calcium - 0.35 * person.renal
    magnesium = 1.98 + 0.28 * kidney - 0.08 * person.on_diuretic + shift.magnesium
    return {
        "potassium": float(np.clip(potassium, 1.8, 8.6)),
        "sodium": float(np.clip(sodium, 112, 172)),
        "chloride": float(chloride + 1.2 * z["chloride"]),
        "bicarbonate": float(np.clip(bicarbonate, 6, 45)),
        "calcium": float(np.clip(ionised, 5.5, 15)),
        "free_calcium": float(
            np.clip(1.20 + 0.125 * (ionised - 9.35) + 0.015 * z["free_calcium"], 0.6, 2)
        ),
        "magnesium": float(np.clip(magnesium + 0.13 * z["magnesium"], 0.7, 5)),
        "phosphate": float(
            np.clip(
                3.5
                + 1.5 * kidney
                - 0.7 * illness.losses
                - 0.5 * illness.severity
                + 0.45 * z["phosphate"],
                0.8,
                11,
            )
        ),
    }


def _metabolism(
    person: Person, illness: Illness, kidney: float, z: dict[str, float]
) -> dict[str, float]:
    creatinine = -0.14 - 0.2 * person.is_female + 0.2 * z["creatinine"]
    creatinine += 1.1 * person.renal + 0.8 * (person.renal == 1) + 0.9 * illness.injury
    urea = 2.62 + 0.9 * kidney + 0.35 * illness.dryness + 0.4 * illness.bleeding
    urea += 0.25 * illness.congestion + 0.25 * z["urea"]
    glucose = 4.68 + 0.3 * person.has_diabetes + 0.12 * illness.severity
    lactate = 0.32 + 0.32 * illness.infection + 0.22 * illness.severity
    albumin = 4.25 - 0.3 * illness.severity - 0.5 * person.liver - 0.12 * person.frailty
    return {
        "creatinine": float(np.exp(creatinine)),
        "urea": float(np.exp(urea)),
        "glucose": float(np.exp(glucose + 0.22 * z["glucose"])),
        "lactate": float(np.exp(lactate + 0.32 * z["lactate"])),
        "albumin": float(
            np.clip(albumin - 0.25 * illness.infection + 0.3 * z["albumin"], 1.2, 5.6)
        ),
    }


def _blood(person: Person, illness: Illness, z: dict[str, float]) -> dict[str, float]:
    haemoglobin = 14.6 - 1.3 * person.is_female - 1.9 * person.renal
    haemoglobin -= 0.5 * illness.severity + 3.6 * illness.bleeding
    haemoglobin -= 0.45 * person.frailty + 0.012 * (person.age - 60)
    haemoglobin = float(np.clip(haemoglobin + 1.25 * z["haemoglobin"], 4.5, 20))
    white = 2.02 + 0.38 * illness.infection + 0.12 * illness.severity
    platelets = (
        5.45 - 0.8 * person.liver - 0.15 * illness.severity - 0.08 * person.frailty
    )
    clotting = 0.06 + 0.35 * person.liver + 0.75 * person.on_warfarin
    return {
        "haemoglobin": haemoglobin,
        "haematocrit": 3.02 * haemoglobin + 0.8 * z["haematocrit"],
        "rdw": 13.9
        + 0.28 * max(0.0, 13 - haemoglobin)
        + 0.5 * (person.heart > 0)
        + 0.9 * z["rdw"],
        "white_cells": float(np.exp(white + 0.3 * z["white_cells"])),
        "platelets": float(np.exp(platelets + 0.3 * z["platelets"])),
        "inr": float(np.exp(clotting + 0.03 * illness.severity + 0.1 * z["inr"])),
    }


def _markers(
    person: Person, illness: Illness, kidney: float, z: dict[str, float]
) -> dict[str, float]:
    damage = -5.2 + 0.5 * kidney + 0.8 * illness.congestion + 0.5 * illness.infection
    damage += 3.4 * (illness.infarct != "none")
    stretch = 4.3 + 0.03 * (person.age - 60) + 1.2 * person.heart
    stretch += 1.5 * illness.congestion + 0.9 * kidney
    stretch += 0.7 * (person.fibrillation != "none")
    thyroid = 0.5 + 1.0 * person.has_hypothyroid + 0.5 * z["tsh"]
    return {
        "troponin": float(np.exp(damage + 0.8 * z["troponin"])),
        "bnp": float(np.exp(stretch + 0.7 * z["bnp"])),
        "tsh": float(np.exp(thyroid)),
    }
