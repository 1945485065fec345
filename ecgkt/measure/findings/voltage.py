"""Findings of voltage: too little, or as much as in hypertrophy."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ecgkt.measure.findings.parts import (
    make_finding,
    quoted,
    value_of,
    wave_spans,
)
from ecgkt.measure.lead_waves import CHEST, LIMB
from ecgkt.measure.measure_ecg import EcgMeasurements
from ecgkt.measure.voltages import wave_height
from ecgkt.types.measurements import Finding
from ecgkt.types.record import Sex
from ecgkt.vocab.findings import normal_range
from ecgkt.vocab.leads import LEADS

LOW_LIMB, LOW_CHEST = 0.5, 1.0
"""mV; Madias, J Electrocardiol 2008;41:498."""
SOKOLOW_LYON = 3.5
"""mV; Sokolow and Lyon, Am Heart J 1949;37:161."""
CORNELL_WOMEN, CORNELL_MEN = 2.0, 2.8
"""mV; Casale et al., Circulation 1987;75:565."""
CORNELL_WAVES = (("aVL", "R"), ("V3", "S"))
"""Lead and wave; the same."""

Parts = tuple[tuple[str, str, float], ...]


def voltage_findings(ecg: EcgMeasurements, sex: Sex | None) -> Iterator[Finding]:
    """Judge the size of QRS, unless most beats are paced; Cornell's by the sex."""
    if ecg.is_paced:
        return
    yield from _low(ecg)
    yield from _sokolow(ecg)
    yield from _cornell(ecg) if sex is None else _cornell_of(ecg, sex)
    yield from _neither(ecg, CORNELL_MEN if sex == "male" else CORNELL_WOMEN)


def _low(ecg: EcgMeasurements) -> Iterator[Finding]:
    limb = value_of(ecg, "limb_voltage_mv")
    chest = value_of(ecg, "chest_voltage_mv")
    if limb is None or chest is None or limb > LOW_LIMB or chest > LOW_CHEST:
        return
    text = (
        f"The largest QRS is {quoted(ecg, 'limb_voltage_mv')} in the limb leads and "
        f"{quoted(ecg, 'chest_voltage_mv')} in the chest leads: low voltage."
    )
    spans = wave_spans(ecg, "qrs", LEADS)
    finding = make_finding(ecg, "low_voltage", text, leads=LEADS, spans=spans)
    largest = (_largest(ecg, "QRS", leads) for leads in (LIMB, CHEST))
    yield replace(finding, parts=_parts(ecg, *largest))


def _sokolow(ecg: EcgMeasurements) -> Iterator[Finding]:
    value = value_of(ecg, "sokolow_lyon_mv")
    if value is None or value < SOKOLOW_LYON:
        return
    leads = ("V1", "V5", "V6")
    text = (
        f"S in V1 and the larger R of V5 and V6 add up to "
        f"{quoted(ecg, 'sokolow_lyon_mv')} (Sokolow-Lyon), more than normal."
    )
    spans = wave_spans(ecg, "qrs", leads)
    finding = make_finding(ecg, "sokolow_lyon", text, leads=leads, spans=spans)
    yield replace(finding, parts=_parts(ecg, *_sokolow_waves(ecg)))


def _cornell(ecg: EcgMeasurements) -> Iterator[Finding]:
    value = value_of(ecg, "cornell_mv")
    if value is None or value <= CORNELL_WOMEN:
        return
    leads = ("aVL", "V3")
    text = f"R in aVL and S in V3 add up to {quoted(ecg, 'cornell_mv')} (Cornell)"
    spans = wave_spans(ecg, "qrs", leads)
    if value > CORNELL_MEN:
        code, text = "cornell", f"{text}, more than normal in men and in women."
    else:
        code = "cornell_in_women"
        text = f"{text}, more than normal in women and not in men; sex is not known."
    finding = make_finding(ecg, code, text, leads=leads, spans=spans)
    yield replace(finding, parts=_parts(ecg, *CORNELL_WAVES))


def _cornell_of(ecg: EcgMeasurements, sex: Sex) -> Iterator[Finding]:
    """Judge Cornell's voltage where the sex is known."""
    value = value_of(ecg, "cornell_mv")
    limit, who = (CORNELL_MEN, "men") if sex == "male" else (CORNELL_WOMEN, "women")
    if value is None or value <= limit:
        return
    leads = ("aVL", "V3")
    text = f"R in aVL and S in V3 add up to {quoted(ecg, 'cornell_mv')} (Cornell)"
    text = f"{text}, more than normal in {who}."
    spans = wave_spans(ecg, "qrs", leads)
    finding = make_finding(ecg, "cornell", text, leads=leads, spans=spans)
    parts = _parts(ecg, *CORNELL_WAVES)
    yield replace(finding, normal_range=normal_range("cornell_mv", sex), parts=parts)


def _neither(ecg: EcgMeasurements, most_cornell: float) -> Iterator[Finding]:
    sokolow = value_of(ecg, "sokolow_lyon_mv")
    cornell = value_of(ecg, "cornell_mv")
    limb = value_of(ecg, "limb_voltage_mv")
    if sokolow is None or cornell is None or limb is None:
        return
    is_normal = sokolow < SOKOLOW_LYON and cornell <= most_cornell and limb > LOW_LIMB
    if is_normal:
        leads = ("V1", "V5", "V6", "aVL", "V3")
        text = (
            f"Sokolow-Lyon voltage is {quoted(ecg, 'sokolow_lyon_mv')} and Cornell "
            f"voltage {quoted(ecg, 'cornell_mv')}, neither high; the largest QRS of "
            f"the limb leads is {quoted(ecg, 'limb_voltage_mv')}, not low."
        )
        spans = wave_spans(ecg, "qrs", leads)
        finding = make_finding(ecg, "voltage_normal", text, leads=leads, spans=spans)
        waves = (*_sokolow_waves(ecg), *CORNELL_WAVES)
        yield replace(finding, parts=_parts(ecg, *waves))


def _sokolow_waves(ecg: EcgMeasurements) -> tuple[tuple[str, str], ...]:
    """Return the leads and waves that were added up."""
    return ("V1", "S"), _largest(ecg, "R", ("V5", "V6"))


def _largest(ecg: EcgMeasurements, wave: str, leads: Sequence[str]) -> tuple[str, str]:
    """Return where a wave is largest, with its name."""
    median = ecg.median_beat
    if median is None:
        return leads[0], wave
    return max(leads, key=lambda lead: wave_height(median, wave, lead)), wave


def _parts(ecg: EcgMeasurements, *waves: tuple[str, str]) -> Parts:
    """Return the height of each wave; nothing without a median beat."""
    median = ecg.median_beat
    if median is None:
        return ()
    return tuple(
        (lead, wave, round(wave_height(median, wave, lead), 4)) for lead, wave in waves
    )
