"""One ECG of the simulated cohort of which everything is known, statements included."""

from typing import NamedTuple

import numpy as np

from ecgkt.simulate.beat_shape import Train, plan_trains
from ecgkt.simulate.patient import Case, draw_patient, every_case, streams
from ecgkt.simulate.population import Person
from ecgkt.simulate.render_cohort import DURATION, FS, GAIN, SITES, render_steps
from ecgkt.types.case import CaseTruth
from ecgkt.types.record import SIMULATED, EcgRecord, Sex

RULE = (
    "What was planted: rhythm, rate (60 to 100 is sinus rhythm), PR above 200 ms, "
    "bundle branch block, QTc of 450 ms in men and 460 ms in women or more, infarct, "
    "hypertrophy of half its full size, and premature beats that lie within the 10 s. "
    "Normal where nothing of this and no acute illness is there."
)
LONG_QTC = {"male": 0.450, "female": 0.460}
"""Seconds; Rautaharju et al., Circulation 2009;119:e241."""
CERTAIN = 100.0
EDGE_S = 0.3
"""Seconds at both ends within which a premature beat would be cut."""


class KnownCase(NamedTuple):
    """A simulated recording and what is true of it."""

    record: EcgRecord
    truth: CaseTruth


def simulate_known_case(seed: int, number: int) -> KnownCase:
    """
    Make the first ECG of one simulated patient.

    Parameters
    ----------
    seed : int
        Of the cohort.
    number : int
        Of the patient, from 0.

    Returns
    -------
    KnownCase
        The same for the same two numbers; 500 Hz, 10 s, marked as simulated.
    """
    patient = draw_patient(seed, number)
    _, case = next(every_case(patient))
    rng = streams(seed, number, 2, case.number)
    trains = plan_trains(
        case.body, case.electrics, rng, duration=DURATION, has_ectopy=case.has_ectopy
    )
    person = patient.person
    steps = render_steps(
        trains,
        rng,
        site=SITES[person.site],
        is_fibrillating=case.body.is_fibrillating,
    )
    name = f"simulated-{seed}-{number}"
    sex: Sex = "female" if person.is_female else "male"
    record = EcgRecord(
        record_id=name,
        signal=(steps / GAIN).astype(np.float32),
        fs=FS,
        format="simulated",
        warnings=(SIMULATED,),
        age=float(person.age),
        sex=sex,
    )
    truth = CaseTruth(
        record_id=name,
        patient=str(number),
        place=str(number),
        stated=dict.fromkeys(_statements(case, person, trains), CERTAIN),
        age=float(person.age),
        sex=sex,
        site=f"{person.site + 1}",
        device="simulated",
    )
    return KnownCase(record, truth)


def _statements(case: Case, person: Person, trains: tuple[Train, ...]) -> list[str]:
    body, electrics = case.body, case.electrics
    sex = "female" if person.is_female else "male"
    rhythm = "AFIB" if body.is_fibrillating else _sinus(electrics.rate)
    is_present = {
        "1AVB": electrics.pr > 0.200 and not body.is_fibrillating,
        "CLBBB": body.conduction == "lbbb",
        "CRBBB": body.conduction == "rbbb",
        "LNGQT": electrics.qtc >= LONG_QTC[sex],
        "AMI": body.infarct == "anterior",
        "IMI": body.infarct == "inferior",
        "ISC_": body.infarct == "nstemi",
        "LVH": body.lvh >= 0.5,
        "PVC": _has_premature_beat(case, trains),
    }
    found = [code for code, is_there in is_present.items() if is_there]
    is_well = body.illness.severity < 0.5 and not person.old_infarct
    if not found and rhythm == "SR" and is_well:
        found.append("NORM")
    return [rhythm, *found]


def _sinus(rate: float) -> str:
    return "SBRAD" if rate < 60 else "STACH" if rate > 100 else "SR"


def _has_premature_beat(case: Case, trains: tuple[Train, ...]) -> bool:
    """Tell whether a premature beat lies within the recording, whole."""
    if not case.has_ectopy or case.body.is_fibrillating or len(trains) < 2:
        return False
    onsets = trains[1].onsets
    return bool(((onsets > EDGE_S) & (onsets < DURATION - EDGE_S)).any())
