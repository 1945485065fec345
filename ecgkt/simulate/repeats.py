"""The same heart recorded again: other beats, other breaths, other noise."""

import numpy as np

from ecgkt.simulate.beat_shape import plan_trains
from ecgkt.simulate.patient import draw_patient, every_case, streams
from ecgkt.simulate.render_cohort import DURATION, FS, GAIN, SITES, render_steps
from ecgkt.types.record import SIMULATED, EcgRecord

REPEATS = 7_000_003
"""Apart from every other place that the seed of a cohort is used for."""


def simulate_repeats(seed: int, number: int, n_repeats: int = 2) -> list[EcgRecord]:
    """
    Record one simulated patient several times, minutes apart.

    Parameters
    ----------
    seed, number : int
        Of the cohort and of the patient in it: the first ECG of the first visit.
    n_repeats : int
        How many recordings.

    Returns
    -------
    list of EcgRecord
        What the heart is made of is the same in all; the phase of heart and breath, the
        noise, and where the chest electrodes stick (7 % of amplitude) are not.

    Examples
    --------
    >>> first, again = simulate_repeats(0, 3)
    >>> first.signal.shape == again.signal.shape, (first.signal == again.signal).all()
    (True, np.False_)
    """
    patient = draw_patient(seed, number)
    _, case = next(every_case(patient))
    site = SITES[patient.person.site]
    records = []
    for repeat in range(n_repeats):
        rng = streams(seed, REPEATS, number, repeat)
        trains = plan_trains(
            case.body,
            case.electrics,
            rng,
            duration=DURATION,
            has_ectopy=case.has_ectopy,
        )
        steps = render_steps(
            trains, rng, site=site, is_fibrillating=case.body.is_fibrillating
        )
        records.append(
            EcgRecord(
                record_id=f"simulated-{number}-{repeat}",
                signal=(steps / np.float32(GAIN)).astype(np.float32),
                fs=FS,
                format="simulated",
                warnings=(SIMULATED,),
                age=min(float(patient.person.age), 90.0),
                sex="female" if patient.person.is_female else "male",
            )
        )
    return records
