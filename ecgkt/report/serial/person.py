"""Whether recordings can be of one patient, and what their dates are worth."""

from collections.abc import Sequence
from itertools import combinations

from ecgkt.types.record import EcgRecord

AGE_ERROR, AGE_SPAN = 2.0, 10.0
"""Years by which ages may miss what the dates say, and may differ without dates."""
SHIFTED = 2100
"""From this year on a date was moved for privacy: MIMIC-IV's lie from 2100 to 2212."""
SHIFTED_NOTE = (
    "The dates lie in the future, because the data set moved them for privacy: only "
    "the time between recordings is true."
)


def person_warnings(records: Sequence[EcgRecord]) -> tuple[str, ...]:
    """
    Say what speaks against one patient.

    Parameters
    ----------
    records : sequence of EcgRecord
        With what is stated of the person.

    Returns
    -------
    tuple of str
        One sentence each; empty where nothing contradicts.
    """
    warnings = []
    hashes = {record.patient_hash for record in records if record.patient_hash}
    if len(hashes) > 1:
        warnings.append(
            f"The files name {len(hashes)} different patients: changes between them "
            "mean nothing. Compare recordings of one patient."
        )
    sexes = sorted({record.sex for record in records if record.sex})
    if len(sexes) > 1:
        warnings.append(
            f"Both {' and '.join(sexes)} are stated as the sex: check that all "
            "recordings are of one patient."
        )
    pairs = combinations(records, 2)
    worst = max(
        (_age_gap(*pair) for pair in pairs), default=None, key=lambda gap: gap[0]
    )
    if worst is not None and worst[0] > 0:
        warnings.append(worst[1])
    return tuple(warnings)


def date_note(records: Sequence[EcgRecord]) -> str:
    """Say so where the dates are no real ones; empty otherwise."""
    years = [record.recorded_at.year for record in records if record.recorded_at]
    return SHIFTED_NOTE if years and max(years) >= SHIFTED else ""


def _age_gap(first: EcgRecord, second: EcgRecord) -> tuple[float, str]:
    """Return by how many years two ages contradict each other, and the sentence."""
    if first.age is None or second.age is None:
        return 0.0, ""
    ages = f"{first.age:.0f} and {second.age:.0f} years"
    if first.recorded_at and second.recorded_at:
        passed = (second.recorded_at - first.recorded_at).days / 365.25
        gap = abs(second.age - first.age - passed) - AGE_ERROR
        # Ages above 89 are all written as one.
        gap = 0.0 if max(first.age, second.age) >= 89 else gap
        return gap, (
            f"Ages of {ages} are stated of recordings {abs(passed):.1f} years apart: "
            "check that they are of one patient."
        )
    return abs(second.age - first.age) - AGE_SPAN, (
        f"Ages of {ages} are stated: check that the recordings are of one patient."
    )
