"""Samples that XML files carry in Base64."""

import base64
import binascii

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError


def decode_base64(text: str) -> bytes:
    """
    Turn Base64 into bytes.

    Parameters
    ----------
    text : str
        With blanks and line ends, as files break it.

    Returns
    -------
    bytes

    Raises
    ------
    RecordError
        If it is no Base64.
    """
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise RecordError(
            "The samples in the XML are not the Base64 that its format prescribes: the "
            "file is cut or damaged; export it again."
        ) from error


def decode_int16(text: str, count: float | None = None) -> NDArray[np.float64]:
    """
    Turn Base64 into samples of 16 bits, little endian.

    Parameters
    ----------
    text : str
        Base64.
    count : float or None
        Samples that the file announces.

    Returns
    -------
    numpy.ndarray of shape (n,), float64
        Steps of the digitiser.

    Raises
    ------
    RecordError
        If it is no Base64, or not as many samples as announced.

    Examples
    --------
    >>> decode_int16("AQD//w==").tolist()
    [1.0, -1.0]
    """
    content = decode_base64(text)
    if len(content) % 2 or count not in (None, len(content) // 2):
        raise RecordError(
            "The XML file announces another number of samples than it holds: it is cut "
            "or damaged; export it again."
        )
    return np.frombuffer(content, "<i2").astype(np.float64)
