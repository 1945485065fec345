"""Electrolyte disorders of a stay: their probability, size and company."""

from typing import NamedTuple

import numpy as np

from ecgkt.simulate.encounters import Illness
from ecgkt.simulate.population import Person, happens


class ElectrolyteDisorder(NamedTuple):
    """
    Shifts of the electrolytes during a stay, in the labs' own units; 0 for none.

    Attributes
    ----------
    potassium, sodium, calcium, magnesium : float
        Added to the value that organs and drugs explain.
    """

    potassium: float
    sodium: float
    calcium: float
    magnesium: float


def draw_electrolyte_disorder(
    person: Person, illness: Illness, rng: np.random.Generator
) -> ElectrolyteDisorder:
    """
    Draw which electrolytes are disordered in a stay, and by how much.

    Parameters
    ----------
    person : Person
        Kidneys, drugs, age.
    illness : Illness
        Losses, infection, congestion.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    ElectrolyteDisorder
        Every cause also leaves other traces: no lab is the only sign of anything.
    """
    potassium = _potassium(person, illness, rng)
    sodium = _sodium(person, illness, rng)
    calcium = _calcium(person, illness, rng)
    # Potassium and magnesium are lost together.
    lost = 2.4 * person.on_diuretic + 4.6 * illness.losses + 2.8 * (person.liver > 0)
    magnesium = 0.0
    if happens(rng, -7.0 + lost + 3.6 * (potassium < 0)):
        magnesium = -_size(rng, 0.5, 0.2)
    return ElectrolyteDisorder(potassium, sodium, calcium, magnesium)


def _size(rng: np.random.Generator, least: float, mean: float) -> float:
    return least + float(rng.exponential(mean))


def _potassium(person: Person, illness: Illness, rng: np.random.Generator) -> float:
    kidney = min(1.0, person.renal + illness.injury)
    ill = illness.infection + illness.congestion
    if happens(rng, -5.2 + 5.3 * kidney + 0.5 * person.on_ace + 0.5 * ill):
        return _size(rng, 1.0, 1.1)
    lost = 1.9 * person.on_diuretic + 4.6 * illness.losses + 1.2 * (person.liver > 0)
    return -_size(rng, 1.5, 0.7) if happens(rng, -5.2 + lost) else 0.0


def _sodium(person: Person, illness: Illness, rng: np.random.Generator) -> float:
    ill = illness.infection + illness.congestion
    if happens(rng, -4.9 + 2.4 * ill + 2.4 * person.liver + 1.2 * person.on_diuretic):
        return -_size(rng, 5, 3)
    dry = 5.6 * illness.dryness + 1.6 * ill + 0.04 * person.age
    return _size(rng, 5, 4) if happens(rng, -8.8 + dry) else 0.0


def _calcium(person: Person, illness: Illness, rng: np.random.Generator) -> float:
    if happens(rng, -4.8 + 2.2 * person.renal + 0.4 * illness.severity):
        return -_size(rng, 0.6, 0.5)
    # Thiazides, the parathyroids of dialysis patients, and thirst.
    rise = 4.6 * illness.dryness + 1.9 * person.on_diuretic
    rise += 1.5 * (person.renal == 1) + 0.03 * (person.age - 60)
    return _size(rng, 1.6, 1.1) if happens(rng, -6.8 + rise) else 0.0
