"""Findings of the territories: ST, T and Q in neighbouring leads."""

from collections.abc import Callable, Iterator
from functools import partial

from ecgkt.measure.findings.conduction import QRS_COMPLETE, SHAPES, qrs_shape
from ecgkt.measure.findings.parts import make_finding, quoted, value_of, wave_spans
from ecgkt.measure.measure_ecg import EcgMeasurements
from ecgkt.types.measurements import Finding
from ecgkt.types.record import Sex
from ecgkt.vocab.findings import number_text
from ecgkt.vocab.leads import LEADS

TERRITORIES = {
    "inferior": (("II", "aVF", "III"),),
    "anterior": (("V1", "V2", "V3", "V4"),),
    "lateral": (("aVL", "I"), ("V5", "V6")),
}
"""Leads in the order of their directions: who stands beside whom."""
ST_UP = 0.1
"""mV; Thygesen et al., Circulation 2018;138:e618."""
ST_UP_V2_V3, ST_UP_YOUNG_MEN, ST_UP_WOMEN = 0.2, 0.25, 0.15
"""mV in V2 and V3 of men from 40 years and of whom neither is known, of younger men, of
women; the same."""
OLD = 40.0
"""Years; the same."""
ST_DOWN = -0.05
"""mV; the same."""
T_DOWN = -0.1
"""mV; Rautaharju et al., Circulation 2009;119:e241."""
T_MAY_BE_DOWN = frozenset({"III", "aVR", "aVL", "V1"})
"""Leads whose T may be inverted in health; the same."""
Q_LONG, Q_DEEP, Q_LONG_V2_V3 = 30.0, 0.1, 20.0
"""ms and mV; Thygesen et al., Circulation 2018;138:e618, table 2."""
RIGHT = frozenset({"V2", "V3"})
"""Leads with limits of their own."""
RIGHT_CHEST = ("V1", "V2", "V3")
"""Where ST and T follow right bundle branch block (Rautaharju et al. 2009; elsewhere
they are judged as ever, and Q everywhere: the block leaves the first half of QRS), and
where ST may fall with QRS in left bundle branch block (Smith et al. 2012)."""
CONCORDANT, OF_S = 0.1, 0.25
"""mV of ST with QRS, and ST against S as a share of it; Smith et al., Ann Emerg Med
2012;60:766."""

Test = Callable[[EcgMeasurements, str], bool]


def territory_findings(
    ecg: EcgMeasurements, sex: Sex | None = None, age: float | None = None
) -> Iterator[Finding]:
    """
    Judge ST, T and Q territory by territory.

    Nothing where beats are paced, which another finding says. Where QRS is wide a
    finding says what follows from the conduction and is not judged: in left bundle
    branch block all of it, but for ST by Smith's limits; in right bundle branch block
    ST and T of V1-V3. A wide QRS of neither shape may be wide by its ST elevation, and
    everything is judged.
    """
    if ecg.is_paced:
        return
    shape = qrs_shape(ecg)
    if shape in ("qrs_lbbb", "qrs_rbbb"):
        yield _secondary(ecg, shape)
    if shape == "qrs_lbbb":
        yield from _st_in_lbbb(ecg)
        return
    doubt = _doubt(ecg, shape)
    rules = _rules(_right_limit(sex, age))
    unjudged = RIGHT_CHEST if shape == "qrs_rbbb" else ()
    for territory in TERRITORIES:
        for kind, is_seen, words in rules:
            leads = _neighbours(
                ecg, territory, is_seen, () if kind == "q" else unjudged
            )
            if leads:
                yield _finding(
                    ecg,
                    f"{kind}_{territory}",
                    leads,
                    (words.format(territory), doubt),
                )


def _doubt(ecg: EcgMeasurements, shape: str) -> str:
    """Say what may be behind a finding, which its reader must know."""
    if shape == "qrs_wide":
        return (
            f"; QRS lasts {quoted(ecg, 'qrs_ms')}, which may be its cause or its sign"
        )
    qrs = ecg.values["qrs_ms"]
    longest = None if qrs.value is None else qrs.value + (qrs.error_ms or 0.0)
    is_known = shape != "" or (longest is not None and longest < QRS_COMPLETE)
    return "" if is_known else "; whether QRS is wide is not known"


def _secondary(ecg: EcgMeasurements, shape: str) -> Finding:
    """Say which of ST, T and Q follow a block and are not judged."""
    what = "ST, T and Q are"
    if shape == "qrs_rbbb":
        what = f"ST and T of {', '.join(RIGHT_CHEST)} are"
    text = (
        f"{what} not judged by the usual limits: QRS lasts {quoted(ecg, 'qrs_ms')} in "
        f"{SHAPES[shape]}, which they follow."
    )
    spans = wave_spans(ecg, "st", RIGHT_CHEST)
    return make_finding(ecg, "st_t_secondary", text, spans=spans)


def _st_in_lbbb(ecg: EcgMeasurements) -> Iterator[Finding]:
    """Judge ST against QRS, as Smith's modification of Sgarbossa's rule does."""
    if ecg.median_beat is None:
        return
    qrs = ecg.median_beat.beat[:, ecg.median_beat.qrs]
    leads = []
    for lead, wave in zip(LEADS, qrs, strict=True):
        level = value_of(ecg, f"st_{lead.lower()}_mv")
        if level is None or lead == "aVR":
            continue
        is_up = wave.sum() > 0
        s = max(0.0, -float(wave.min()))
        agrees = level >= CONCORDANT if is_up else level >= max(CONCORDANT, OF_S * s)
        falls = not is_up and lead in RIGHT_CHEST and level <= -CONCORDANT
        if agrees or falls:
            leads.append(lead)
    if leads:
        words = "ST goes further than left bundle branch block explains in"
        yield _finding(ecg, "st_in_lbbb", tuple(leads), (words, ""))


def _neighbours(
    ecg: EcgMeasurements, territory: str, is_seen: Test, unjudged: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the leads that meet a criterion beside another one that does."""
    seen: list[str] = []
    for row in TERRITORIES[territory]:
        meets = [is_seen(ecg, lead) and lead not in unjudged for lead in row]
        for place, lead in enumerate(row):
            beside = meets[max(0, place - 1) : place] + meets[place + 1 : place + 2]
            if meets[place] and any(beside):
                seen.append(lead)
    return tuple(seen)


def _finding(
    ecg: EcgMeasurements, code: str, leads: tuple[str, ...], words: tuple[str, str]
) -> Finding:
    what, doubt = words
    pattern = "{}_{}_" + ("ms" if code.startswith("q_") else "mv")
    wave = code.partition("_")[0]
    names = {lead: pattern.format(wave, lead.lower()) for lead in leads}
    values = {lead: ecg.values[name].value or 0.0 for lead, name in names.items()}
    worst = max(leads, key=lambda lead: abs(values[lead]))
    unit = "ms" if wave == "q" else "mV"
    listed = ", ".join(
        f"{lead} ({number_text(names[lead], values[lead])} {unit})" for lead in leads
    )
    return make_finding(
        ecg,
        code,
        f"{what} {listed}, on the median beat{doubt}.",
        measure=names[worst],
        leads=leads,
        spans=wave_spans(ecg, {"q": "qrs"}.get(wave, wave), leads),
    )


def _right_limit(sex: Sex | None, age: float | None) -> float:
    """Return the limit of ST elevation in V2 and V3."""
    if sex == "female":
        return ST_UP_WOMEN
    is_young_man = sex == "male" and age is not None and age < OLD
    return ST_UP_YOUNG_MEN if is_young_man else ST_UP_V2_V3


def _is_st_up(ecg: EcgMeasurements, lead: str, *, right_limit: float) -> bool:
    value = value_of(ecg, f"st_{lead.lower()}_mv")
    limit = right_limit if lead in RIGHT else ST_UP
    return value is not None and value >= limit


def _is_st_down(ecg: EcgMeasurements, lead: str) -> bool:
    value = value_of(ecg, f"st_{lead.lower()}_mv")
    return value is not None and value <= ST_DOWN


def _is_t_down(ecg: EcgMeasurements, lead: str) -> bool:
    value = value_of(ecg, f"t_{lead.lower()}_mv")
    return value is not None and value <= T_DOWN and lead not in T_MAY_BE_DOWN


def _is_q(ecg: EcgMeasurements, lead: str) -> bool:
    length = value_of(ecg, f"q_{lead.lower()}_ms")
    depth = value_of(ecg, f"q_{lead.lower()}_mv")
    # A negative V1 is how V1 looks in health.
    if length is None or depth is None or lead == "V1":
        return False
    limit = Q_LONG_V2_V3 if lead in RIGHT else Q_LONG
    return length >= limit and depth >= Q_DEEP


def _rules(right_limit: float) -> tuple[tuple[str, Test, str], ...]:
    """Return each kind of finding with its test of one lead and its words."""
    is_st_up = partial(_is_st_up, right_limit=right_limit)
    return (
        ("st_up", is_st_up, "ST is elevated in the {} leads"),
        ("st_down", _is_st_down, "ST is depressed in the {} leads"),
        ("t_down", _is_t_down, "T is inverted in the {} leads"),
        ("q", _is_q, "Q waves are long and deep in the {} leads"),
    )
