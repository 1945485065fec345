"""Withhold what noise has spoiled, each value with the noise as its reason."""

from collections.abc import Mapping, Sequence

from ecgkt.quality.noise import NOISY_LEADS, name_leads
from ecgkt.types.measurements import Measurement, not_measurable
from ecgkt.types.reading import LeadNoise
from ecgkt.vocab.leads import INDEPENDENT_LEADS
from ecgkt.vocab.noise_kinds import NOISE_NAMES, NoiseKind

RATE = ("heart_rate_bpm", "rr_variation_percent")
QT = (
    "qt_ms",
    "jt_ms",
    "qtc_fridericia_ms",
    "qtc_bazett_ms",
    "qtc_framingham_ms",
    "qtc_hodges_ms",
)
SPOILED_BELOW: dict[NoiseKind, tuple[tuple[float, tuple[str, ...]], ...]] = {
    "mains": ((15, ("p_ms", "pr_ms", *QT)), (6, ("qrs_ms", "p_beats_percent", *RATE))),
    "muscle": (
        (17, ("pr_ms", *QT)),
        (15, ("qrs_ms",)),
        (9, ("p_ms", "p_beats_percent")),
        (5, RATE),
    ),
    "wander": ((3, ("p_ms", "pr_ms", *QT)), (0, ("qrs_ms", "p_beats_percent"))),
    "motion": (
        (14, ("p_ms", "pr_ms", *QT)),
        (10, ("qrs_ms", "p_beats_percent", *RATE)),
    ),
    "coarse_steps": (
        (27, ("p_ms", "pr_ms")),
        (20, ("qrs_ms", "p_beats_percent", *QT)),
    ),
}
"""
dB in half of the independent leads below which the error of a duration leaves what IEC
60601-2-25 allows (mean and SD in ms: P and PR 10 and 8, QRS 6 and 5, QT 12 and 10).

Errors of noise planted in 45 quiet recordings of the MIMIC-IV-ECG demo at 500 Hz:
mains at 12 dB P -1 ± 5, PR -1 ± 4, QT 4 ± 11, at 6 dB QRS -1 ± 4, QT 13 ± 20; muscle at
17 dB QT 6 ± 8, at 14 dB PR -3 ± 6, QRS 2 ± 3, QT 9 ± 12; breathing of 0.8 Hz at 3 dB
P 13 ± 9, PR 9 ± 9, QT 21 ± 19, while 0.3 Hz leaves all within the limits; bumps of
0.8-10 Hz at 14 dB QT 14 ± 13, at 8 dB QRS 3 ± 4; steps of 0.1 mV P -10 ± 10,
PR -11 ± 7, QT -10 ± 9. In beats of little height the limits are reached earlier, and a
few dB are kept for them: extra beats appear at 4 dB of mains and 7 dB of motion.
"""
ST_BELOW: dict[NoiseKind, float] = {
    "mains": 20,
    "muscle": 17,
    "wander": 3,
    "motion": 14,
    "coarse_steps": 27,
}
"""dB in a lead below which the error of its ST level reaches an SD of 25 µV or more."""


def withhold(
    values: Mapping[str, Measurement], noise: Sequence[LeadNoise]
) -> dict[str, Measurement]:
    """
    Replace what noise has spoiled by the reason.

    Parameters
    ----------
    values : mapping of str to Measurement
        Of one recording.
    noise : sequence of LeadNoise
        As the gate found it.

    Returns
    -------
    dict of str to Measurement
        In the same order; what was not measured keeps its own reason.

    Examples
    --------
    >>> loud = [LeadNoise(lead="V2", kind="wander", snr_db=-9.0)]
    >>> withhold({"st_v2_mv": Measurement.of(0.2)}, loud)["st_v2_mv"].reason
    'baseline wander in V2'
    """
    reasons: dict[str, str] = {}
    for kind, name in NOISE_NAMES.items():
        loud = [entry for entry in noise if entry.kind == kind]
        for below, names in SPOILED_BELOW[kind]:
            leads = [entry.lead for entry in loud if entry.snr_db < below]
            n_independent = len(set(leads) & set(INDEPENDENT_LEADS))
            if n_independent >= NOISY_LEADS:
                reason = f"{name.title} in {name_leads(leads)}"
                reasons |= {value: reason for value in names if value not in reasons}
        for entry in loud:
            if entry.snr_db < ST_BELOW[kind]:
                level = f"st_{entry.lead.lower()}_mv"
                reasons.setdefault(level, f"{name.title} in {entry.lead}")
    return {
        name: not_measurable(reasons[name])
        if name in reasons and value.state == "measured"
        else value
        for name, value in values.items()
    }
