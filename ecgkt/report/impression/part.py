"""One part of an impression: its clause, and the chip that says where it comes from."""

from dataclasses import dataclass

from ecgkt.types.impression import Chip, Source
from ecgkt.types.measurements import Finding
from ecgkt.types.reading import Score
from ecgkt.vocab.findings import FINDINGS, number_text, with_unit

LABELS = {
    "heart_rate_bpm": "",
    "rr_variation_percent": "RR variation",
    "p_beats_percent": "P before",
    "p_ms": "P",
    "pr_ms": "PR",
    "qrs_ms": "QRS",
    "qtc_fridericia_ms": "QTc",
    "axis_degrees": "axis",
    "sokolow_lyon_mv": "Sokolow-Lyon",
    "cornell_mv": "Cornell",
    "limb_voltage_mv": "largest limb QRS",
    "st_{}_mv": "ST",
    "t_{}_mv": "T",
    "q_{}_ms": "Q",
}
"""What stands before a measurement's number, unless the words say it already."""
BEATS = "beats"
"""The unit of what is counted."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """
    Something to say of a recording, with all that speaks for and against it.

    Attributes
    ----------
    words : str
        What is said.
    scores : tuple of Score
        The model's statements that say it, the surest first.
    findings : tuple of Finding
        The measured facts that say it.
    told : tuple of Finding
        Those of them whose numbers are told.
    against : tuple of Finding
        The measured facts that deny what the model says.
    rate : str
        The heart rate, for the part that is the rhythm.
    """

    words: str
    scores: tuple[Score, ...] = ()
    findings: tuple[Finding, ...] = ()
    told: tuple[Finding, ...] = ()
    against: tuple[Finding, ...] = ()
    rate: str = ""

    @property
    def source(self) -> Source:
        """Who says it: measurement counts for more, but it says where they differ."""
        if self.scores and self.against:
            return "disagree"
        if self.scores:
            return "both" if self.findings else "model"
        denied = any(finding.disagrees for finding in self.findings)
        return "disagree" if denied else "measured"

    @property
    def clause(self) -> str:
        """
        What the sentence says; empty for what only a chip shows.

        That is what measurement contradicts, and what the model alone says of a
        statement that nobody could validate.
        """
        if self.scores and self.against:
            return ""
        if self.source == "model":
            is_sure = self.scores[0].validated
            return self._with_numbers(f"possible {self.words}") if is_sure else ""
        is_measured = bool(self.findings) or bool(self.rate)
        return self._with_numbers(self.words) if is_measured else ""

    def _with_numbers(self, words: str) -> str:
        # "ST elevation in II and III", but "Q waves, 40 ms".
        mark = " " if self._numbers.startswith("in ") else ", "
        return f"{words}{mark}{self._numbers}" if self._numbers else words

    @property
    def _numbers(self) -> str:
        told = " and ".join(number_text_of(f, self.words) for f in self.told)
        return ", ".join(filter(None, (self.rate, told)))

    @property
    def chip(self) -> Chip:
        """The part for itself, with its source and all codes behind it."""
        behind = [*map(_model_text, self.scores[:1])]
        behind += [self._numbers] if self._numbers else []
        if self.scores and self.against:
            behind.append(f"against it {number_text_of(self.against[0])}")
        elif self.source == "disagree":
            behind.append("not seen by the model")
        words = self.words[:1].upper() + self.words[1:]
        known = [score.code for score in self.scores]
        known += [finding.code for finding in (*self.findings, *self.against)]
        return Chip(
            text=f"{words}: {', '.join(behind)}" if behind else words,
            source=self.source,
            codes=tuple(dict.fromkeys(known)),
        )


def _model_text(score: Score) -> str:
    doubt = "" if score.validated else " (likely, not validated)"
    return f"model {score.probability:.2f}{doubt}"


def number_text_of(finding: Finding, words: str = "") -> str:
    """
    Print what a finding measured, in few words.

    Parameters
    ----------
    finding : Finding
        With or without leads of its own.
    words : str
        What stands before; what it names is not named again.

    Returns
    -------
    str
        "QRS 135 ms", or "ST in II, aVF, III up to 0.15 mV".
    """
    measure = FINDINGS[finding.code].measure
    label = LABELS.get(measure, "")
    label = "" if label in words.split() else f"{label} ".lstrip()
    if finding.unit == BEATS:
        n_beats = number_text(measure, finding.value)
        return n_beats if BEATS in words.split() else f"{n_beats} premature"
    if "{}" not in measure:
        return f"{label}{with_unit(measure, finding.value)}"
    worst = with_unit(measure.format(finding.leads[0].lower()), finding.value)
    return f"{label}in {', '.join(finding.leads)} up to {worst}"
