"""Gates that judge a recording before its signal: leads, length, rate, gaps, age."""

import numpy as np

from ecgkt.quality.inspected import INDEPENDENT, GateResult, Inspected
from ecgkt.types.quoted import quoted
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS
from ecgkt.vocab.persons import means_child


def judge_leads(ecg: Inspected) -> GateResult | None:
    """Leave unscored what lacks a lead that the model reads."""
    if not ecg.is_there.any():
        return GateResult(
            "refuse",
            "At least one lead must hold samples; none does. Export the recording "
            "again.",
        )
    absent = ecg.record.absent_leads
    if ecg.record.is_staggered:
        kept = ", ".join(lead for lead in LEADS if lead not in absent)
        return GateResult(
            "unscored",
            "Not scored: twelve leads of the same seconds are needed; here they follow "
            f"each other. Measured: {kept}, over {ecg.record.duration:.1f} s. Print "
            "the leads below each other (12x1), or export the samples.",
        )
    missing = [lead for lead in INDEPENDENT_LEADS if lead in absent]
    if not missing:
        return None
    unrecorded = {*absent, *ecg.record.derived_leads}
    there = ", ".join(lead for lead in LEADS if lead not in unrecorded)
    return GateResult(
        "unscored",
        f"Not scored: leads {', '.join(INDEPENDENT_LEADS)} are needed, by these names; "
        f"missing: {', '.join(missing)}. Found: {there}. Export all leads, or correct "
        "their names.",
    )


def judge_length(ecg: Inspected) -> GateResult | None:
    """Leave unscored what is too short for the model; refuse what hardly has beats."""
    config, duration = ecg.config, ecg.record.duration
    if duration >= config.duration - config.tolerance:
        return None
    if duration < config.min_measured:
        return GateResult(
            "refuse",
            f"At least {config.min_measured:g} s are needed to measure a recording, "
            f"{config.min_duration:g} s to score it; this one lasts {duration:.1f} s. "
            "Export a longer one.",
        )
    if duration < config.min_duration:
        return GateResult(
            "unscored",
            f"Not scored: at least {config.min_duration:g} s are needed, "
            f"{config.duration:g} s are expected; the recording lasts {duration:.1f} "
            "s. Export a longer one.",
        )
    return GateResult(
        "warn",
        f"The recording lasts {duration:.1f} s instead of {config.duration:g} s; its "
        "beginning was repeated to fill the rest, so rhythm statements may be wrong.",
    )


def judge_sampling(ecg: Inspected) -> GateResult | None:
    """Leave a sampling frequency unscored that the model was not made for."""
    config, fs = ecg.config, ecg.record.fs
    if config.min_fs <= fs <= config.max_fs:
        return None
    return GateResult(
        "unscored",
        f"Not scored: the sampling frequency must be {config.min_fs:g} to "
        f"{config.max_fs:g} Hz; {fs:g} Hz is stated. Check it at the source, or export "
        "at another rate.",
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
    # A lead without any sample is missing as a lead: `judge_leads` names it.
    share[~ecg.is_there] = 0
    most = float(share[INDEPENDENT].max())
    limit = ecg.config.max_gap_share
    shares = ", ".join(
        f"{lead} ({share_text(part)})"
        for lead, part in zip(LEADS, share.tolist(), strict=True)
        if part > 0
    )
    if most > limit:
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
            f"The file states an age that could not be understood ({quoted(words)}); "
            f"the scores hold for adults ({least:g} years or older) only. State the "
            "age.",
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
