"""What measurement and model say of one recording, asked by code."""

from collections.abc import Iterable

from ecgkt.types.measurements import Finding
from ecgkt.types.reading import Reading, Score
from ecgkt.vocab.findings import FINDINGS, number_text, with_unit


class Evidence:
    """
    A reading that answers by code.

    Parameters
    ----------
    reading : Reading
        Of a recording that was not refused.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.findings = {finding.code: finding for finding in reading.findings}
        self._scores = {score.code: score for score in reading.diagnoses}

    def value(self, name: str) -> float | None:
        """Return a measured value, None where there is none."""
        measured = self.reading.measurements.get(name)
        return None if measured is None else measured.value

    def number(self, name: str) -> str:
        """Print a measured value without its unit; empty where there is none."""
        value = self.value(name)
        return "" if value is None else number_text(name, value)

    def quoted(self, name: str) -> str:
        """Print a measured value with its unit; empty where there is none."""
        value = self.value(name)
        return "" if value is None else with_unit(name, value)

    def positive(self, codes: Iterable[str]) -> list[Score]:
        """
        Return the statements that the model calls, the surest first.

        Where a rhythm is paced the scores were not made for it, and only the pacemaker
        itself counts.
        """
        scores = [self._scores[code] for code in codes if code in self._scores]
        if self.reading.is_paced:
            scores = [score for score in scores if score.code == "PACE"]
        called = [score for score in scores if score.positive]
        return sorted(
            called, key=lambda score: (not score.validated, -score.probability)
        )

    def supporting(self, codes: Iterable[str]) -> list[Finding]:
        """Return the findings that speak for one of some statements."""
        wanted = set(codes)
        return [f for f in self.findings.values() if wanted & set(f.supports)]

    def contradicting(self, codes: Iterable[str]) -> list[Finding]:
        """Return the findings that speak against one of some statements."""
        wanted = set(codes)
        return [f for f in self.findings.values() if wanted & set(f.contradicts)]

    def told(self) -> list[Finding]:
        """Return the findings that are no measurement within its limits."""
        return [f for f in self.findings.values() if not FINDINGS[f.code].is_normal]

    def known(self, name: str) -> bool:
        """Tell whether a measurement has a value, or is absent for sure."""
        measured = self.reading.measurements.get(name)
        return measured is not None and measured.state != "not_measurable"
