"""The channels of a DICOM waveform, each with its lead, scale and unit."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from ecgkt.errors import RecordError
from ecgkt.types.upload import LIMITS
from ecgkt.vocab.lead_names import MDC_LEADS, SCP_LEADS

SAMPLES = {(8, "SB"): "i1", (8, "UB"): "u1", (16, "SS"): "<i2", (16, "US"): "<u2"} | {
    (32, "SL"): "<i4",
    (32, "UL"): "<u4",
}


class Channel(NamedTuple):
    """
    One channel.

    Attributes
    ----------
    label : str
        Its lead.
    unit : str or None
        None where it states no sensitivity.
    row : numpy.ndarray of shape (n_samples,), float64
        In that unit; NaN where there is no value.
    """

    label: str
    unit: str | None
    row: NDArray[np.float64]


def read_channels(group: Dataset) -> list[Channel]:
    """
    Read one group of channels.

    Parameters
    ----------
    group : pydicom.dataset.Dataset
        An item of the waveform sequence.

    Returns
    -------
    list of Channel

    Raises
    ------
    RecordError
        If it announces another number of samples than it holds, samples of another
        kind, or channels that do not begin together.
    """
    definitions = list(group.get("ChannelDefinitionSequence") or [])
    stored = _stored(group, len(definitions))
    padding = _padding(group, stored.dtype)
    return [
        _channel(definition, column, padding)
        for definition, column in zip(definitions, stored.T, strict=True)
    ]


def _stored(group: Dataset, n_channels: int) -> NDArray[Any]:
    kind = (int(group.WaveformBitsAllocated), str(group.WaveformSampleInterpretation))
    if kind not in SAMPLES:
        raise RecordError(
            "The samples of a DICOM ECG are plain numbers of 8, 16 or 32 bits; these "
            "are of another kind. Export the ECG again."
        )
    dtype = np.dtype(SAMPLES[kind])
    n_samples = int(group.NumberOfWaveformSamples)
    content = group.WaveformData
    n_bytes = n_samples * n_channels * dtype.itemsize
    is_true = n_channels == int(group.NumberOfWaveformChannels) <= LIMITS.max_leads
    # A value of odd length is filled up with one byte.
    if not is_true or n_samples < 1 or len(content) not in (n_bytes, n_bytes + 1):
        raise RecordError(
            "The DICOM file announces another number of samples than it holds: it is "
            "cut or damaged; export it again."
        )
    flat = np.frombuffer(content, dtype, n_samples * n_channels)
    return flat.reshape(n_samples, n_channels)


def _padding(group: Dataset, dtype: np.dtype[Any]) -> int | None:
    value = group.get("WaveformPaddingValue")
    if isinstance(value, bytes) and len(value) >= dtype.itemsize:
        value = int(np.frombuffer(value, dtype, 1)[0])
    return value if isinstance(value, int) and value else None


def _channel(definition: Dataset, stored: NDArray[Any], padding: int | None) -> Channel:
    skew = finite(definition.get("ChannelSampleSkew")) or 0.0
    if abs(skew) > 1:
        raise RecordError(
            f"A channel of the DICOM file begins {abs(skew):g} samples beside the "
            "others, so that its leads are not simultaneous. Export the resting ECG."
        )
    row = stored.astype(np.float64)
    sensitivity = finite(definition.get("ChannelSensitivity"))
    unit = None
    if sensitivity:
        correction = finite(definition.get("ChannelSensitivityCorrectionFactor"))
        row *= sensitivity * (1.0 if correction is None else correction)
        row += finite(definition.get("ChannelBaseline")) or 0.0
        codes = definition.get("ChannelSensitivityUnitsSequence")
        unit = str(codes[0].get("CodeValue", "")) if codes else None
    if padding is not None:
        row[stored == padding] = np.nan
    return Channel(channel_label(definition), unit, row)


def channel_label(definition: Dataset) -> str:
    """Name a channel's lead by its code, or by its meaning in words."""
    sources = definition.get("ChannelSourceSequence")
    if not sources:
        return str(definition.get("ChannelLabel", ""))
    scheme = str(sources[0].get("CodingSchemeDesignator", ""))
    head, _, number = (
        str(sources[0].get("CodeValue", "")).replace("-", ":").rpartition(":")
    )
    known = {"SCPECG": SCP_LEADS, "MDC": MDC_LEADS}.get(scheme, {})
    if known and head in ("5.6.3:9", "2") and number.isdigit():
        return known.get(int(number), "another lead")
    return str(sources[0].get("CodeMeaning", "")).split("(")[0]


def finite(value: object) -> float | None:
    """Return a finite number, or None."""
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return number if np.isfinite(number) else None
