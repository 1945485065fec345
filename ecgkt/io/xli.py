"""XLI, the compression of Philips' XML: LZW of second differences, and residuals."""

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.types.upload import LIMITS

CODE_BITS = 10
MAX_ENTRIES = 2**CODE_BITS
HEADER_BYTES = 8
BIAS = 64
"""What the encoder adds to each prediction error."""

Row = NDArray[np.float64]


def decode_xli(content: bytes, n_leads: int, n_samples: int) -> list[Row]:
    """
    Unpack all leads.

    Parameters
    ----------
    content : bytes
        One chunk per lead: its size, a code and the first error, then LZW.
    n_leads : int
        How many leads there are.
    n_samples : int
        Samples per lead that the file announces.

    Returns
    -------
    list of numpy.ndarray of shape (n_samples,)
        Steps of the digitiser.

    Raises
    ------
    RecordError
        If it is cut, or unpacks to more or less than announced.

    References
    ----------
    .. [1] "Sierra ECG tools", C. Ricke, 2010. Departs from it: every size is bounded by
       what the file announces before anything is unpacked.
    """
    if not 2 <= n_samples <= LIMITS.max_duration * LIMITS.max_fs:
        raise _damaged()
    rows, at = [], 0
    for _ in range(n_leads):
        head = content[at : at + HEADER_BYTES]
        size = int.from_bytes(head[:4], "little", signed=True)
        stop = at + HEADER_BYTES + size
        if len(head) < HEADER_BYTES or size < 0 or stop > len(content):
            raise _damaged()
        first = int.from_bytes(head[6:8], "little", signed=True)
        rows.append(_lead(content[at + HEADER_BYTES : stop], first, n_samples))
        at = stop
    return _undo_residuals(rows)


def _damaged() -> RecordError:
    return RecordError(
        "The compressed waveforms of the Philips file are cut or damaged: export it "
        "again."
    )


def _lead(packed: bytes, first: int, n_samples: int) -> NDArray[np.int64]:
    # The last codes may add some bytes, which stand for nothing.
    unpacked = _inflate(packed, 2 * n_samples + MAX_ENTRIES)
    if len(unpacked) < 2 * n_samples:
        raise _damaged()
    letters = np.frombuffer(unpacked, np.uint8).astype(np.int64)
    errors = letters[:n_samples] << 8 | letters[n_samples : 2 * n_samples]
    errors = np.where(errors >= 2**15, errors - 2**16, errors)
    return _integrate(errors.tolist(), first)


def _inflate(packed: bytes, most: int) -> bytes:
    """LZW of fixed codes of ten bits, the highest bit first."""
    bits = np.unpackbits(np.frombuffer(packed, np.uint8))
    n_codes = len(bits) // CODE_BITS
    weights = 1 << np.arange(CODE_BITS - 1, -1, -1)
    codes = bits[: n_codes * CODE_BITS].reshape(n_codes, CODE_BITS) @ weights
    table = [bytes([letter]) for letter in range(256)]
    parts: list[bytes] = []
    total, last = 0, b""
    for code in codes.tolist():
        if code < len(table):
            entry = table[code]
        elif code == len(table) and last:
            entry = last + last[:1]
        else:
            break
        parts.append(entry)
        total += len(entry)
        if total > most:
            raise _damaged()
        if last and len(table) < MAX_ENTRIES:
            table.append(last + entry[:1])
        last = entry
    return b"".join(parts)


def _integrate(errors: list[int], first: int) -> NDArray[np.int64]:
    """Add up the errors of a prediction by the two samples before."""
    before, last, error = errors[0], errors[1], first
    samples = [before, last]
    for stored in errors[2:]:
        sample = 2 * last - before - error
        error = stored - BIAS
        samples.append(sample)
        before, last = last, sample
    return np.array(samples, np.int64)


def _undo_residuals(rows: list[NDArray[np.int64]]) -> list[Row]:
    """Restore III, aVR, aVL and aVF, which are stored as what I and II leave over."""
    if len(rows) >= 6:
        one, two = rows[:2]
        rows[2] = two - one - rows[2]
        rows[3] = -rows[3] - _half(one + two)
        rows[4] = _half(one - rows[2]) - rows[4]
        rows[5] = _half(two + rows[2]) - rows[5]
    return [row.astype(np.float64) for row in rows]


def _half(values: NDArray[np.int64]) -> NDArray[np.int64]:
    # Towards zero, as the encoder halves.
    return np.where(values < 0, -(-values // 2), values // 2)
