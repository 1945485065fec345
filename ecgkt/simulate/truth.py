"""The side table of the cohort: what is true of each ECG and no reader may know."""

from ecgkt.simulate.beat_shape import qt_seconds
from ecgkt.simulate.lab_catalogue import LABS
from ecgkt.simulate.patient import Case, Patient, Visit


def true_row(patient: Patient, visit: Visit, case: Case) -> dict[str, float]:
    """
    List everything that shaped one ECG.

    Parameters
    ----------
    patient : Patient
        Chronic illness, gains, traits.
    visit : Visit
        The stay.
    case : Case
        The ECG.

    Returns
    -------
    dict of str to float
        Labs in their units, times in seconds, amplitudes in mV or as factors, flags as
        0 and 1. `pr` is what the node would conduct; fibrillation has none to show.
    """
    person, body, e = patient.person, case.body, case.electrics
    ill = body.illness
    row = {f"lab_{name}": round(case.labs[name], 4) for name in LABS}
    row |= {
        "gain_potassium": person.gains[0],
        "gain_calcium": person.gains[1],
        "gain_magnesium": person.gains[2],
        "heart_rate": e.rate,
        "pr": e.pr,
        "qrs": e.qrs,
        "qtc": e.qtc,
        "qt": qt_seconds(e),
        "axis": e.axis,
        "voltage": e.voltage,
        "p_gain": e.p_gain,
        "t_gain": e.t_gain,
        "t_width": e.t_width,
        "t_symmetry": e.symmetry,
        "u_mv": e.u_mv,
        "st_mv": e.st_mv,
        "osborn_mv": e.osborn_mv,
        "is_fibrillating": float(body.is_fibrillating),
        "has_ectopy": float(case.has_ectopy and not body.is_fibrillating),
        "is_lbbb": float(body.conduction == "lbbb"),
        "is_rbbb": float(body.conduction == "rbbb"),
        "is_nstemi": float(body.infarct == "nstemi"),
        "is_anterior_infarct": float(body.infarct == "anterior"),
        "is_inferior_infarct": float(body.infarct == "inferior"),
        "lvh": body.lvh,
        "old_infarct": person.old_infarct,
        "age": person.age,
        "is_female": float(person.is_female),
        "bmi": person.bmi,
        "frailty": person.frailty,
        "renal": person.renal,
        "heart": person.heart,
        "liver": person.liver,
        "copd": float(person.has_copd),
        "hypothyroid": float(body.thyroid),
        "amiodarone": float(body.amiodarone),
        "digoxin": float(body.digoxin),
        "severity": ill.severity,
        "infection": ill.infection,
        "congestion": ill.congestion,
        "kidney_injury": ill.injury,
        "dryness": ill.dryness,
        "bleeding": ill.bleeding,
        "temperature": body.temperature,
        "site": float(person.site),
    }
    return {name: round(float(value), 5) for name, value in row.items()}
