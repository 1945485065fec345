"""Findings of the territories: ST, T and Q in neighbouring leads."""

from collections.abc import Callable, Iterator

from ecgkt.measure.findings.conduction import QRS_COMPLETE
from ecgkt.measure.findings.parts import make_finding, value_of, wave_spans
from ecgkt.measure.measure_ecg import EcgMeasurements
from ecgkt.types.measurements import Finding
from ecgkt.vocab.findings import number_text

TERRITORIES = {
    "inferior": (("II", "aVF", "III"),),
    "anterior": (("V1", "V2", "V3", "V4"),),
    "lateral": (("aVL", "I"), ("V5", "V6")),
}
"""Leads in the order of their directions: who stands beside whom."""
ST_UP, ST_UP_V2_V3 = 0.1, 0.2
"""mV; Thygesen et al., Circulation 2018;138:e618 (V2-V3 as for men from 40 years)."""
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

Test = Callable[[EcgMeasurements, str], bool]


def territory_findings(ecg: EcgMeasurements) -> Iterator[Finding]:
    """
    Judge ST, T and Q territory by territory.

    Nothing where QRS is wide or paced: repolarisation and Q waves then follow from the
    conduction, and the criteria do not hold.
    """
    qrs = value_of(ecg, "qrs_ms")
    if ecg.is_paced or (qrs is not None and qrs >= QRS_COMPLETE):
        return
    # Without the duration a block may be behind it, which the reader must know.
    doubt = "" if qrs is not None else "; whether QRS is wide is not known"
    for territory in TERRITORIES:
        for kind, is_seen, words in RULES:
            leads = _neighbours(ecg, territory, is_seen)
            if leads:
                yield _finding(
                    ecg,
                    f"{kind}_{territory}",
                    leads,
                    (words.format(territory), doubt),
                )


def _neighbours(ecg: EcgMeasurements, territory: str, is_seen: Test) -> tuple[str, ...]:
    """Return the leads that meet a criterion beside another one that does."""
    seen: list[str] = []
    for row in TERRITORIES[territory]:
        meets = [is_seen(ecg, lead) for lead in row]
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


def _is_st_up(ecg: EcgMeasurements, lead: str) -> bool:
    value = value_of(ecg, f"st_{lead.lower()}_mv")
    limit = ST_UP_V2_V3 if lead in RIGHT else ST_UP
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


RULES: tuple[tuple[str, Test, str], ...] = (
    ("st_up", _is_st_up, "ST is elevated in the {} leads"),
    ("st_down", _is_st_down, "ST is depressed in the {} leads"),
    ("t_down", _is_t_down, "T is inverted in the {} leads"),
    ("q", _is_q, "Q waves are long and deep in the {} leads"),
)
