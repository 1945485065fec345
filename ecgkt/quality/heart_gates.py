"""Gates that look at the heart: they know when it beats."""

from ecgkt.quality.inspected import GateResult, Inspected
from ecgkt.types.record import Floats


def judge_beats(ecg: Inspected, peaks: Floats) -> GateResult | None:
    """Refuse what shows no heart beat: everything else is judged from beats."""
    is_short = ecg.record.duration < ecg.config.min_duration
    needed = ecg.config.min_beats_short if is_short else ecg.config.min_beats
    if len(peaks) >= needed:
        return None
    return GateResult(
        "refuse",
        f"No usable heart beat: at least {needed} QRS complexes are needed, "
        f"{len(peaks)} stand out. Noise, loose electrodes, asystole or ventricular "
        "fibrillation look like this. Look at the patient, check the electrodes and "
        "record again.",
        flag="no_heart_beat",
    )
