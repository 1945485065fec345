"""What measured values add to a score, in words."""

from collections.abc import Iterable

from ecgkt.types.reading import ValuePart
from ecgkt.vocab.measured_values import VALUE_TITLES


def part_text(part: ValuePart) -> str:
    """
    Print one value with what it adds.

    Examples
    --------
    >>> part_text(ValuePart(name="V5_t_mv", value=-0.2146, log_odds=0.83))
    'T in V5 −0.21 mV (+0.8)'
    >>> part_text(ValuePart(name="rr_swing_ms", value=None, log_odds=-0.3))
    'RR swing, usual beats not measured (−0.3)'
    """
    title, unit, digits = VALUE_TITLES[part.name]
    value = "not measured"
    if part.value is not None:
        # Of what rounds to 0 a sign would say nothing.
        number = f"{round(part.value, digits) + 0.0:.{digits}f}"
        value = f"{number} {unit}".strip().replace("-", "−")
    added = f"{part.log_odds:+.1f}".replace("-", "−")
    return f"{title} {value} ({added})"


def values_text(parts: Iterable[ValuePart]) -> str:
    """Say which values moved a score, in log-odds; empty where none did."""
    told = "; ".join(map(part_text, parts))
    return f"Measured values that moved it most, in log-odds: {told}." if told else ""
