"""One simulated patient over time: the same heart before and after an event."""

from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from ecgkt.simulate.beat_shape import plan_trains
from ecgkt.simulate.encounters import Illness
from ecgkt.simulate.patient import electrics_of, streams
from ecgkt.simulate.physiology import NEUTRAL, Body
from ecgkt.simulate.population import Person, draw_person
from ecgkt.simulate.render_cohort import DURATION, FS, GAIN, SITES, render_steps
from ecgkt.types.record import SIMULATED, EcgRecord

BEGIN = datetime(2031, 3, 4, 8, 12)
"""Of every course: a year in which nobody of today was examined."""
SEED = 20


class Step(NamedTuple):
    """
    One recording of a course.

    Attributes
    ----------
    title : str
        What a reader is told of it.
    hours : float
        After the first recording.
    changes : dict
        Fields of `Body` that are not neutral.
    potassium : float or None
        mmol/L, as a laboratory would report it then; None if none was taken.
    """

    title: str
    hours: float
    changes: dict[str, float | bool | str]
    potassium: float | None = None


class Course(NamedTuple):
    """What happens to a patient: a title, and the recordings in order of time."""

    title: str
    steps: tuple[Step, ...]


COURSES = {
    "new-lbbb": Course(
        "New left bundle branch block",
        (
            Step("Last year", 0.0, {}),
            Step("Today", 9000.0, {"conduction": "lbbb"}),
        ),
    ),
    "hyperkalaemia": Course(
        "High potassium, treated",
        (
            Step("Three months before", 0.0, {"potassium": 4.3}, 4.3),
            Step("On arrival", 2160.0, {"potassium": 8.4}, 8.4),
            Step("After calcium and insulin", 2162.0, {"potassium": 6.6}, 6.6),
            Step("After dialysis", 2169.0, {"potassium": 4.6}, 4.6),
        ),
    ),
    "long-qt": Course(
        "A drug that lengthens QT, and low potassium",
        (
            Step("Before", 0.0, {}, 4.2),
            Step(
                "Third week, on amiodarone",
                504.0,
                {"amiodarone": True, "potassium": 2.4, "calcium": 7.4},
                2.4,
            ),
            Step("After replacement", 528.0, {"amiodarone": True}, 4.0),
        ),
    ),
    "no-change": Course(
        "Recorded twice, nothing happened",
        (Step("First", 0.0, {}), Step("Ten minutes later", 10 / 60, {})),
    ),
}
"""By the name that an address gives it."""


def simulate_course(name: str) -> list[EcgRecord]:
    """
    Record a course.

    Parameters
    ----------
    name : str
        A key of `COURSES`.

    Returns
    -------
    list of EcgRecord
        In order of time, each with its date; the same for the same name.

    Raises
    ------
    ValueError
        If there is no such course.

    Examples
    --------
    >>> before, after = simulate_course("new-lbbb")
    >>> (after.recorded_at - before.recorded_at).days, before.age == after.age
    (375, True)
    """
    if name not in COURSES:
        raise ValueError(f"no course {name!r}; choose one of {', '.join(COURSES)}")
    person = healthy_person()
    return [
        _record(person, name, place, step)
        for place, step in enumerate(COURSES[name].steps)
    ]


def healthy_person() -> Person:
    """Return somebody whose heart answers to salts and drugs, and is well otherwise."""
    person = draw_person(streams(SEED, 1))
    well = {
        field: False for field in Person._fields if field.startswith(("has_", "on_"))
    }
    return person._replace(
        **well,
        age=61.0,
        is_female=True,
        frailty=0.0,
        renal=0.0,
        heart=0.0,
        liver=0.0,
        fibrillation="none",
        old_infarct=0.0,
        lvh=0.0,
        conduction="normal",
        gains=(1.0, 1.0, 1.0),
        site=0,
        traits=person.traits._replace(
            rate=72.0, pr=0.160, qrs=0.092, qtc=0.412, axis=0.0, turn=0.0,
            voltage=1.0, t_gain=1.0, p_gain=1.0, jitter=np.ones((6, 3)),
        ),
    )  # fmt: skip


def _record(person: Person, name: str, place: int, step: Step) -> EcgRecord:
    rng = streams(SEED, 2, place, len(name))
    levers = {**NEUTRAL, **step.changes}
    body = Body(person=person, illness=Illness(), **levers)  # type: ignore[arg-type]
    electrics = electrics_of(body, (float(rng.normal(0, 2)), 0.0, 1.0))
    trains = plan_trains(body, electrics, rng, duration=DURATION, has_ectopy=False)
    steps = render_steps(
        trains, rng, site=SITES[person.site], is_fibrillating=body.is_fibrillating
    )
    return EcgRecord(
        record_id=f"simulated-{name}-{place + 1}",
        signal=(steps / np.float32(GAIN)).astype(np.float32),
        fs=FS,
        format="simulated",
        warnings=(SIMULATED,),
        age=person.age,
        sex="female" if person.is_female else "male",
        recorded_at=BEGIN + timedelta(hours=step.hours),
    )
