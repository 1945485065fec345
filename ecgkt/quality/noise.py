"""The gate that names noise: which kind, in which leads, how loud beside the beats."""

from typing import NamedTuple

import numpy as np

from ecgkt.quality import lead_noise
from ecgkt.quality.inspected import INDEPENDENT, GateResult, Inspected, Level
from ecgkt.quality.motion_noise import electrode_motion
from ecgkt.types.reading import LeadNoise
from ecgkt.types.record import Floats
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS
from ecgkt.vocab.noise_kinds import NOISE_NAMES, NoiseKind

MIN_BEATS = 3
"""Fewer say nothing of how tall a beat is."""
NOISY_LEADS, MANY_NOISY_LEADS = 4, 6
"""Independent leads: so many with one kind of noise are warned of, so many beyond its
second limit are refused."""
DROWNS_DB = 6.0
"""In so many leads as are warned of: the typical beat's shape says little then."""
COARSE_STEP = 0.025
"""mV; recorders write steps of 5 µV or less, and stored with loss some 20 µV."""
LEAST_MV = 1e-6
ROUNDING = lead_noise.PEAK_TO_PEAK / np.sqrt(12)
"""Times a step: what rounding to it adds, peak to peak as other noise is counted."""


class NoiseLimit(NamedTuple):
    """
    What a kind of noise is called and where it begins to spoil a lead.

    Attributes
    ----------
    needed_db : float
        A lead below it is spoiled, where several are.
    lone_db : float
        The same where fewer are, beside the QRS of the lead or of the median lead,
        whichever is taller: a lead of little voltage is noisy by itself in one quiet
        recording of twenty.
    refused_db : float or None
        Many leads below it are refused; None if scores bear it.
    advice : str
        What to do.
    """

    needed_db: float
    lone_db: float
    refused_db: float | None
    advice: str


LIMITS: dict[NoiseKind, NoiseLimit] = {
    "mains": NoiseLimit(22, 17, None, "keep cables off the mains"),
    "muscle": NoiseLimit(21, 12, 0, "let the person lie warm and relaxed"),
    "wander": NoiseLimit(3, -5, -8, "check the electrodes' contact"),
    "motion": NoiseLimit(14, 5, -4, "fasten the electrodes"),
    "coarse_steps": NoiseLimit(30, 30, 6, "export in steps of 5 µV"),
}
"""
In dB of QRS over noise, both peak to peak (`lead_noise`).

The first is where noise planted in 45 quiet recordings of the MIMIC-IV-ECG demo is
about to spoil a duration or ST (`measure.withhold`); below it lies at most one in a
hundred recordings of PTB-XL's tuning split without a note of noise. Wander alone has to
wait for the latter: breathing at 0.8 Hz spoils QT from 6 dB on.
"""


def find_noise(ecg: Inspected, peaks: Floats) -> tuple[LeadNoise, ...]:
    """
    Name the leads that noise spoils.

    Parameters
    ----------
    ecg : Inspected
        Of one recording.
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds.

    Returns
    -------
    tuple of LeadNoise
        By kind, then lead. A kind is named if several independent leads have it, or one
        has far more of it; never where fewer than three beats were found.
    """
    found: list[LeadNoise] = []
    if len(peaks) < MIN_BEATS:
        return ()
    fs = ecg.record.fs
    alike = lead_noise.beats_alike(ecg.centred, fs, peaks)
    heights = np.maximum(lead_noise.beat_heights(ecg.centred, fs, alike), LEAST_MV)
    typical = np.maximum(heights, np.median(heights[INDEPENDENT]))
    is_flat = ecg.centred.std(axis=1) < ecg.config.min_sd
    for kind, size in _sizes(ecg, peaks, alike).items():
        noise = np.where(is_flat, LEAST_MV, np.maximum(size, LEAST_MV))
        snr, limit = 20 * np.log10(heights / noise), LIMITS[kind]
        is_noisy = ~is_flat & (snr < limit.needed_db)
        if is_noisy[INDEPENDENT].sum() < NOISY_LEADS:
            is_noisy &= 20 * np.log10(typical / noise) < limit.lone_db
        if is_noisy[INDEPENDENT].any():
            found += [
                LeadNoise(lead=LEADS[row], kind=kind, snr_db=round(float(snr[row]), 1))
                for row in np.flatnonzero(is_noisy)
            ]
    return tuple(found)


def drowns_beats(noise: tuple[LeadNoise, ...]) -> bool:
    """Tell whether noise is so loud that the shape of beats is not to be relied on."""
    loud = {entry.lead for entry in noise if entry.snr_db < DROWNS_DB}
    return len(loud & set(INDEPENDENT_LEADS)) >= NOISY_LEADS


def judge_noise(ecg: Inspected, peaks: Floats) -> GateResult | None:
    """
    Warn of noise, by kind and lead; refuse what it hides.

    Parameters
    ----------
    ecg : Inspected
        Of one recording.
    peaks : numpy.ndarray of shape (n_beats,), float64
        R peaks in seconds.

    Returns
    -------
    GateResult or None

    References
    ----------
    .. [1] Kligfield et al., "Recommendations for the standardization and
       interpretation of the electrocardiogram, part I", Circulation 2007;115:1306:
       which noise spoils what. It gives no limits in dB: these are measured here.
    """
    return judge_found(find_noise(ecg, peaks))


def judge_found(noise: tuple[LeadNoise, ...]) -> GateResult | None:
    """
    Put noise into words.

    Parameters
    ----------
    noise : tuple of LeadNoise
        As `find_noise` returns it.

    Returns
    -------
    GateResult or None
    """
    level: Level = "warn"
    parts, advice = [], []
    for kind, limit in LIMITS.items():
        spoiled = [entry for entry in noise if entry.kind == kind]
        if not spoiled:
            continue
        worst = min(entry.snr_db for entry in spoiled)
        leads, name = name_leads([entry.lead for entry in spoiled]), NOISE_NAMES[kind]
        parts.append(
            f"{name.title} ({name.meaning}) in {leads} ({worst:.0f} dB at worst)"
        )
        advice.append(limit.advice)
        if limit.refused_db is not None:
            lost = [e for e in spoiled if e.snr_db < limit.refused_db]
            rows = {LEADS.index(entry.lead) for entry in lost}
            if len(rows & set(INDEPENDENT)) >= MANY_NOISY_LEADS:
                level = "refuse"
    if not parts:
        return None
    effect = (
        "The beats cannot be told from it"
        if level == "refuse"
        else "Scores and waves of these leads are less sure"
    )
    return GateResult(
        level,
        f"Noise, measured against the height of QRS: {'; '.join(parts)}. {effect}: "
        f"{', '.join(advice)}, and record again.",
    )


def name_leads(leads: list[str]) -> str:
    """
    Name leads shortly, neighbours as a range.

    Parameters
    ----------
    leads : list of str
        In the order of `LEADS`.

    Returns
    -------
    str

    Examples
    --------
    >>> name_leads(["II", "V1", "V2", "V3", "V5"])
    'II, V1-V3, V5'
    >>> name_leads(list(LEADS))
    'all leads'
    """
    if len(leads) == len(LEADS):
        return "all leads"
    groups: list[list[str]] = []
    for lead in leads:
        previous = groups[-1][-1] if groups else ""
        follows = LEADS.index(lead) - 1 == (LEADS.index(previous) if previous else -9)
        if follows and lead.startswith("V") and previous.startswith("V"):
            groups[-1].append(lead)
        else:
            groups.append([lead])
    return ", ".join(
        f"{group[0]}-{group[-1]}" if len(group) > 2 else ", ".join(group)
        for group in groups
    )


def _sizes(ecg: Inspected, peaks: Floats, alike: Floats) -> dict[NoiseKind, Floats]:
    """Return mV peak to peak of each kind, shape (12,) each."""
    fs, signal = ecg.record.fs, ecg.filled.astype(np.float64)
    mains, muscle = lead_noise.mains_and_muscle(signal, fs, peaks)
    wander = lead_noise.baseline_wander(signal, fs, alike)
    steps = lead_noise.step_sizes(ecg.window)
    return {
        "mains": mains,
        "muscle": muscle,
        "wander": wander,
        "motion": electrode_motion(signal, fs, alike, wander),
        "coarse_steps": np.where(steps >= COARSE_STEP, ROUNDING * steps, 0),
    }
