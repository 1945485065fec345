"""Missing samples of the six limb leads, computed where the others hold them."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ecgkt.types.record import EcgRecord, Signal
from ecgkt.vocab.leads import LEADS

LIMB = np.array([[1, 0], [0, 1], [-1, 1], [-0.5, -0.5], [1, -0.5], [-0.5, 1]])
"""I, II, III, aVR, aVL and aVF in parts of I and II."""

N_LIMB = len(LIMB)


def derive_missing(record: EcgRecord) -> EcgRecord:
    """
    Compute missing samples of the limb leads, and name the leads and their shares.

    Any two limb leads determine the six. A sample that is there is never changed, so
    that a recording without missing samples stays as it is, byte for byte; nor is
    anything done where fewer than two of the six hold a sample, or where leads were
    recorded one after the other.

    Parameters
    ----------
    record : EcgRecord
        As a reader gives it, NaN where the file holds no value.

    Returns
    -------
    EcgRecord
        A lead without any sample of its own stands in `derived_leads`, one with some in
        `derived_in_part`, and a warning names each with its share.

    References
    ----------
    .. [1] Malmivuo and Plonsey, "Bioelectromagnetism", Oxford University Press 1995,
       chapter 15 (Einthoven's law and Goldberger's augmented leads).

    Examples
    --------
    >>> signal = np.ones((12, 4), np.float32)
    >>> signal[1], signal[2] = 3, [2, np.nan, np.nan, 2]
    >>> record = EcgRecord(record_id="a", signal=signal, fs=500, format="npy")
    >>> found = derive_missing(record)
    >>> found.signal[2].tolist(), found.derived_in_part
    ([2.0, 2.0, 2.0, 2.0], ('III',))
    """
    missing = np.isnan(record.signal[:N_LIMB])
    # Of leads that follow each other none tells what another was at its own time.
    if record.is_staggered or not missing.any():
        return record
    signal = record.signal.copy()
    _fill(signal, missing)
    filled = missing & ~np.isnan(signal[:N_LIMB])
    # What the file lacks as a lead was named by its reader.
    named = [lead in record.derived_leads for lead in LEADS[:N_LIMB]]
    shares = np.where(named, 0, filled.mean(axis=1))
    if not filled.any():
        return record
    whole = [lead for lead, share in _pairs(shares) if share == 1]
    in_part = [lead for lead, share in _pairs(shares) if 0 < share < 1]
    derived = {*record.derived_leads, *whole}
    return replace(
        record,
        signal=signal,
        derived_leads=tuple(lead for lead in LEADS if lead in derived),
        derived_in_part=tuple(in_part),
        warnings=(*record.warnings, *_notes(shares)),
    )


def _fill(signal: Signal, missing: NDArray[np.bool_]) -> None:
    """Fill what can be known, in place, one pattern of missing leads at a time."""
    codes = (2 ** np.arange(N_LIMB)) @ missing
    for code in np.unique(codes[codes > 0]).tolist():
        at = codes == code
        lost = np.array([bool(code >> lead & 1) for lead in range(N_LIMB)])
        if (~lost).sum() < 2:
            continue
        present = signal[:N_LIMB, at][~lost].astype(np.float64)
        pair = signal[:2, at].astype(np.float64)
        unknown = lost[:2]
        if unknown.any():
            # One unknown lead or both, by least squares from all that are there.
            known = LIMB[~lost][:, ~unknown] @ pair[~unknown]
            parts = np.linalg.pinv(LIMB[~lost][:, unknown])
            pair[unknown] = parts @ (present - known)
        signal[np.ix_(np.flatnonzero(lost), at)] = LIMB[lost] @ pair


def _pairs(shares: NDArray[np.float64]) -> list[tuple[str, float]]:
    return list(zip(LEADS[:N_LIMB], shares.tolist(), strict=True))


def _notes(shares: NDArray[np.float64]) -> tuple[str, ...]:
    """Name the leads with the shares of the recording that were computed."""
    named = [
        f"{lead} ({share:.2%})" if share >= 5e-5 else f"{lead} (less than 0.01%)"
        for lead, share in _pairs(shares)
        if share > 0
    ]
    if not named:
        return ()
    return (
        "Derived where missing: samples that the file lacks were computed from the "
        f"other limb leads in {', '.join(named)}.",
    )
