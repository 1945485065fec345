"""Gates that judge a recording before its signal: length, rate, gaps, age."""

import numpy as np

from ecgkt.quality.inspected import INDEPENDENT, GateResult, Inspected
from ecgkt.vocab.leads import LEADS
from ecgkt.vocab.persons import means_child


def judge_length(ecg: Inspected) -> GateResult | None:
    """Refuse what is too short to be scored."""
    config, duration = ecg.config, ecg.record.duration
    if duration >= config.duration - config.tolerance:
        return None
    if duration < config.min_duration:
        return GateResult(
            "refuse",
            f"At least {config.min_duration:g} s are needed, {config.duration:g} s are "
            f"expected; the recording lasts {duration:.1f} s. Export a longer one.",
        )
    return GateResult(
        "warn",
        f"The recording lasts {duration:.1f} s instead of {config.duration:g} s; its "
        "beginning was repeated to fill the rest, so rhythm statements may be wrong.",
    )


def judge_sampling(ecg: Inspected) -> GateResult | None:
    """Refuse a sampling frequency that the model was not made for."""
    config, fs = ecg.config, ecg.record.fs
    if config.min_fs <= fs <= config.max_fs:
        return None
    return GateResult(
        "refuse",
        f"The sampling frequency must be {config.min_fs:g} to {config.max_fs:g} Hz; "
        f"{fs:g} Hz is stated. Check it at the source, or export at a higher rate.",
    )


def judge_gaps(ecg: Inspected) -> GateResult | None:
    """
    Refuse infinite values and leads with much missing; name what was bridged.

    Each independent lead is judged by itself, because the same number of missing
    samples is harmless spread over twelve leads and hides a beat in one.
    """
    if np.isinf(ecg.record.signal).any():
        return GateResult(
            "refuse",
            "Voltages must be finite; the recording holds infinite ones. Check unit "
            "and export.",
        )
    share = np.isnan(ecg.window).sum(axis=1) / max(ecg.window.shape[1], 1)
    most = float(share[INDEPENDENT].max())
    limit = ecg.config.max_gap_share
    shares = ", ".join(
        f"{lead} ({share_text(part)})"
        for lead, part in zip(LEADS, share.tolist(), strict=True)
        if part > 0
    )
    if most > limit or share.max() == 1:
        return GateResult(
            "refuse",
            f"At most {limit:.1%} of a lead may be missing; found missing: {shares}. "
            "Export the recording again, or another one.",
        )
    if not shares:
        return None
    return GateResult(
        "note", f"Missing samples were bridged by straight lines in {shares}."
    )


def share_text(share: float) -> str:
    """Print a share that is not 0 so that it does not look like 0."""
    return f"{share:.2%}" if share >= 5e-5 else "less than 0.01%"


def judge_age(ecg: Inspected) -> GateResult | None:
    """
    Refuse children, whose normal ECG differs; say so where the age is unknown.

    An unknown age is a note and no warning: most files state none, and a warning on
    nearly every recording would be read on none. An age that is there and was not
    understood is a warning: it may be a child's.

    References
    ----------
    .. [1] Rijnbeek et al., "New normal limits for the paediatric electrocardiogram",
       European Heart Journal 2001, doi:10.1053/euhj.2000.2399.
    """
    age, least = ecg.record.age, ecg.config.min_age
    words = ecg.record.unread_age if age is None else ""
    if means_child(words, least):
        age = 0.0
    elif words:
        return GateResult(
            "warn",
            f'The file states an age that could not be understood ("{words}"); the '
            f"scores hold for adults ({least:g} years or older) only. State the age.",
        )
    if age is None:
        return GateResult(
            "note",
            f"The age is unknown; the scores hold for adults ({least:g} years or "
            "older) only. State the age to have it checked.",
        )
    if age >= least:
        return None
    return GateResult(
        "refuse",
        f"The tool is for adults of {least:g} years or older; this person is younger. "
        "Children's ECGs need other limits.",
    )
