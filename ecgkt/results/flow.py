"""The flow of a cohort, from every listed ECG to those that count."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class FlowStep:
    """
    One step of `prepare mimic-iv`, as the store's manifest holds it.

    Attributes
    ----------
    step : str
        What the ECGs are that go on, or have it.
    n_records, n_patients : int
        How many they are.
    dropped : int
        ECGs that do not go on, or do not have it.
    why : str
        The rule.
    kind : str
        "exclusion" (the others are out), "context" (they stay) or "split".
    """

    step: str
    n_records: int
    n_patients: int
    dropped: int = 0
    why: str = ""
    kind: str = "exclusion"
