"""Findings of conduction: P, PR, QRS with its shape, QTc and the axis."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from ecgkt.measure.findings.parts import (
    WHOLE_LEADS,
    make_finding,
    quoted,
    value_of,
    wave_spans,
)
from ecgkt.measure.measure_ecg import EcgMeasurements
from ecgkt.types.measurements import Finding
from ecgkt.types.record import Sex
from ecgkt.vocab.findings import normal_range

P_LONG = 120.0
"""ms; Hancock et al., Circulation 2009;119:e251."""
PR_SHORT, PR_LONG = 120.0, 200.0
"""ms; Willems et al., J Am Coll Cardiol 1985;5:1261; Kusumoto et al., Circulation
2019;140:e382."""
MOST_BEATS = 70.0
"""Per cent of the beats with a P wave from which P and PR are judged: a limit of this
project. In fibrillation single waves look like P."""
QRS_INCOMPLETE, QRS_COMPLETE = 110.0, 120.0
"""ms; Surawicz et al., Circulation 2009;119:e235."""
QTC_SHORT, QTC_MEN, QTC_WOMEN = 390.0, 450.0, 460.0
"""ms; Rautaharju et al., Circulation 2009;119:e241."""
AXIS_LEFT, AXIS_MARKED, AXIS_RIGHT = -30.0, -45.0, 90.0
"""Degrees; Surawicz et al., Circulation 2009;119:e235."""
UNSURE = ": at this sampling rate too near a limit to be judged"
PR_WORDS = {
    "long": ", longer than normal",
    "short": ", shorter than normal",
    "normal": ", as normal",
    "unsure": UNSURE,
}
QTC_WORDS = {
    "long": ", long in men and in women",
    "long_in_men": ", long in men and not in women; sex is not known",
    "short": ", shorter than normal",
    "normal": ", normal in men and in women",
    "unsure": UNSURE,
}
QRS_WORDS = {
    "110": ", longer than normal, but not as in a complete block",
    "normal": ", as normal",
    "unsure": UNSURE,
}
LATE_FORCE = 0.05
"""mV of mean over the last half of QRS, beyond which a lead points somewhere: a limit
of this project."""
SHAPES = {
    "qrs_rbbb": "the shape of right bundle branch block",
    "qrs_lbbb": "the shape of left bundle branch block",
    "qrs_wide": "the shape of neither bundle branch block",
}
"""Of a wide QRS, by the code of its finding."""


def conduction_findings(ecg: EcgMeasurements, sex: Sex | None) -> Iterator[Finding]:
    """Judge the intervals and the axis; QTc by the limit of the sex, where known."""
    yield from _p(ecg)
    yield from _pr(ecg)
    yield from _qrs(ecg)
    yield from _qtc(ecg) if sex is None else _qtc_of(ecg, sex)
    if not ecg.is_paced:
        yield from _axis(ecg)


def _surely(ecg: EcgMeasurements, name: str, kind: Callable[[float], str]) -> str:
    """Return the kind of a value, or "unsure" where its error reaches into another."""
    measured = ecg.values[name]
    if measured.value is None:
        raise ValueError(f"{name} was not measured: {measured.reason}")
    error = measured.error_ms or 0.0
    kinds = {kind(measured.value - error), kind(measured.value + error)}
    return kinds.pop() if len(kinds) == 1 else "unsure"


def _has_p(ecg: EcgMeasurements) -> bool:
    """Tell whether so many beats have a P wave that P and PR may be judged."""
    share = value_of(ecg, "p_beats_percent")
    return share is not None and share >= MOST_BEATS


def _p(ecg: EcgMeasurements) -> Iterator[Finding]:
    if value_of(ecg, "p_ms") is None or not _has_p(ecg):
        return
    if _surely(ecg, "p_ms", lambda ms: "long" if ms >= P_LONG else "") == "long":
        text = f"P lasts {quoted(ecg, 'p_ms')}, longer than normal."
        yield _shown(ecg, "p_long", text, "p")


def _pr(ecg: EcgMeasurements) -> Iterator[Finding]:
    if value_of(ecg, "pr_ms") is None or not _has_p(ecg):
        return
    kind = _surely(ecg, "pr_ms", _pr_kind)
    text = f"PR lasts {quoted(ecg, 'pr_ms')}{PR_WORDS[kind]}."
    yield _shown(ecg, f"pr_{kind}", text, "pr")


def _pr_kind(ms: float) -> str:
    if ms > PR_LONG:
        return "long"
    return "short" if ms < PR_SHORT else "normal"


def _qrs(ecg: EcgMeasurements) -> Iterator[Finding]:
    if value_of(ecg, "qrs_ms") is None:
        return
    kind = _surely(ecg, "qrs_ms", _qrs_kind)
    text = f"QRS lasts {quoted(ecg, 'qrs_ms')}"
    if kind == "wide":
        yield _wide(ecg, text)
    else:
        yield _shown(ecg, f"qrs_{kind}", f"{text}{QRS_WORDS[kind]}.", "qrs")


def _qrs_kind(ms: float) -> str:
    if ms >= QRS_COMPLETE:
        return "wide"
    return "110" if ms >= QRS_INCOMPLETE else "normal"


def qrs_shape(ecg: EcgMeasurements) -> str:
    """
    Tell the blocks apart by where V1 and V6 point at the end of a wide QRS.

    Parameters
    ----------
    ecg : EcgMeasurements
        What was measured.

    Returns
    -------
    str
        A key of `SHAPES`; empty where QRS is not wide, or its duration is not known.
    """
    value = value_of(ecg, "qrs_ms")
    if value is None or value < QRS_COMPLETE:
        return ""
    first, last = value_of(ecg, "terminal_v1_mv"), value_of(ecg, "terminal_v6_mv")
    if first is None or last is None:
        return "qrs_wide"
    if first > LATE_FORCE and last < -LATE_FORCE:
        return "qrs_rbbb"
    has_q = value_of(ecg, "q_v6_ms") is not None
    is_left = first < -LATE_FORCE and last > LATE_FORCE and not has_q
    return "qrs_lbbb" if is_left else "qrs_wide"


def _wide(ecg: EcgMeasurements, text: str) -> Finding:
    late = ("terminal_v1_mv", "terminal_v6_mv")
    if any(value_of(ecg, name) is None for name in late):
        text = f"{text}, longer than normal; its shape could not be read."
        return _shown(ecg, "qrs_wide", text, "qrs")
    v1, v6 = (quoted(ecg, name) for name in late)
    text = f"{text}, longer than normal, and ends with V1 at {v1} and V6 at {v6}"
    code = qrs_shape(ecg)
    return _shown(ecg, code, f"{text}: {SHAPES[code]}.", "qrs")


def _qtc_text(ecg: EcgMeasurements) -> str:
    text = f"QTc (Fridericia) is {quoted(ecg, 'qtc_fridericia_ms')}"
    if not qrs_shape(ecg) or value_of(ecg, "jt_ms") is None:
        return text
    # A wide QRS lengthens QT by itself; Rautaharju et al. 2009.
    qrs, jt = quoted(ecg, "qrs_ms"), quoted(ecg, "jt_ms")
    return f"{text} with a QRS of {qrs} and JT of {jt}"


def _qtc(ecg: EcgMeasurements) -> Iterator[Finding]:
    if value_of(ecg, "qtc_fridericia_ms") is None:
        return
    kind = _surely(ecg, "qtc_fridericia_ms", _qtc_kind)
    yield _shown(ecg, f"qtc_{kind}", f"{_qtc_text(ecg)}{QTC_WORDS[kind]}.", "qt")


def _qtc_kind(ms: float) -> str:
    if ms >= QTC_WOMEN:
        return "long"
    if ms >= QTC_MEN:
        return "long_in_men"
    return "short" if ms <= QTC_SHORT else "normal"


def _qtc_of(ecg: EcgMeasurements, sex: Sex) -> Iterator[Finding]:
    """Judge QTc where the sex is known."""
    if value_of(ecg, "qtc_fridericia_ms") is None:
        return
    limit, who = (QTC_MEN, "men") if sex == "male" else (QTC_WOMEN, "women")

    def kind_of(ms: float) -> str:
        if ms >= limit:
            return "long"
        return "short" if ms <= QTC_SHORT else "normal"

    kind = _surely(ecg, "qtc_fridericia_ms", kind_of)
    words = f", {kind} in {who}" if kind in ("long", "normal") else QTC_WORDS[kind]
    finding = _shown(ecg, f"qtc_{kind}", f"{_qtc_text(ecg)}{words}.", "qt")
    yield replace(finding, normal_range=normal_range("qtc_fridericia_ms", sex))


def _axis(ecg: EcgMeasurements) -> Iterator[Finding]:
    value = value_of(ecg, "axis_degrees")
    if value is None:
        return
    text = f"The QRS axis is {quoted(ecg, 'axis_degrees')}"
    if value < -90:
        code, where = "axis_extreme", "far off to the right and up"
    elif value <= AXIS_MARKED:
        code, where = "axis_marked_left", "markedly to the left"
    elif value < AXIS_LEFT:
        code, where = "axis_left", "to the left"
    elif value > AXIS_RIGHT:
        code, where = "axis_right", "to the right"
    else:
        code, where = "axis_normal", "as normal"
    leads = ("I", "aVF")
    spans = wave_spans(ecg, "qrs", leads)
    yield make_finding(ecg, code, f"{text}, {where}.", leads=leads, spans=spans)


def _shown(ecg: EcgMeasurements, code: str, text: str, wave: str) -> Finding:
    spans = wave_spans(ecg, wave, WHOLE_LEADS)
    return make_finding(ecg, code, text, spans=spans)
