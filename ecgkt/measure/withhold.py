"""Withhold what noise has spoiled, each value with the noise as its reason."""

from collections.abc import Mapping, Sequence

from ecgkt.quality.noise import LIMITS, NOISY_LEADS, name_leads
from ecgkt.types.measurements import Measurement, not_measurable
from ecgkt.types.reading import LeadNoise, NoiseKind
from ecgkt.vocab.leads import INDEPENDENT_LEADS

RATE = ("heart_rate_bpm", "rr_variation_percent")
QT = (
    "qt_ms",
    "qtc_fridericia_ms",
    "qtc_bazett_ms",
    "qtc_framingham_ms",
    "qtc_hodges_ms",
)
SPOILED_BELOW: dict[NoiseKind, tuple[tuple[float, tuple[str, ...]], ...]] = {
    "mains": ((15, ("p_ms", "pr_ms", *QT)), (3, ("qrs_ms", "p_beats_percent"))),
    "muscle": (
        (17, ("pr_ms", *QT)),
        (11, ("qrs_ms",)),
        (9, ("p_ms", "p_beats_percent")),
        (5, RATE),
    ),
    "wander": (),
    "motion": ((3, (*RATE, *QT[1:])),),
    "coarse_steps": (
        (27, ("p_ms", "pr_ms")),
        (20, ("qrs_ms", "p_beats_percent", *QT)),
    ),
}
"""
dB in half of the independent leads below which the error of a duration leaves what IEC
60601-2-25 allows (mean and SD in ms: P and PR 10 and 8, QRS 6 and 5, QT 12 and 10).

Between two steps of 6 dB of noise planted in 45 quiet recordings of the MIMIC-IV-ECG
demo. At 12 dB: mains P -1 ± 13, PR 0 ± 14, QT 9 ± 14, QRS 1 ± 3; muscle P 1 ± 7,
PR -4 ± 14, QRS 5 ± 4, QT 19 ± 16. Wander and motion leave all durations within the
limits down to 0 dB; there motion adds 9 ± 10 beats per minute. White noise makes the
rate wrong by more than 10 % in 1 of 80 recordings at 6 dB and in a third at 3 dB.
"""
ST_BELOW: dict[NoiseKind, float] = {
    "mains": 20,
    "muscle": 17,
    "wander": 3,
    "motion": 10,
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
    for kind, limit in LIMITS.items():
        loud = [entry for entry in noise if entry.kind == kind]
        title = limit.title.partition(" (")[0]
        for below, names in SPOILED_BELOW[kind]:
            leads = [entry.lead for entry in loud if entry.snr_db < below]
            n_independent = len(set(leads) & set(INDEPENDENT_LEADS))
            if n_independent >= NOISY_LEADS:
                reason = f"{title} in {name_leads(leads)}"
                reasons |= {name: reason for name in names if name not in reasons}
        for entry in loud:
            if entry.snr_db < ST_BELOW[kind]:
                name = f"st_{entry.lead.lower()}_mv"
                reasons.setdefault(name, f"{title} in {entry.lead}")
    return {
        name: not_measurable(reasons[name])
        if name in reasons and value.state == "measured"
        else value
        for name, value in values.items()
    }
