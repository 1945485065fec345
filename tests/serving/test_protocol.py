"""Frames and arrays come back as they went, and nothing else is accepted."""

import io
import pickle
import struct

import numpy as np
import pytest

from ecgkt.serving.protocol import (
    MAX_BLOBS,
    MAX_JSON_BYTES,
    Message,
    decode_message,
    decode_signal,
    encode_message,
    encode_signal,
    reader_of,
)


def frame_of(message):
    return b"".join(encode_message(message))


def decode(content, limit=10_000):
    return decode_message(reader_of(io.BytesIO(content)), limit=limit)


def raw_frame(text, sizes=(), blobs=b"", magic=b"EKT1"):
    head = struct.pack(">4sII", magic, len(text), len(sizes))
    return head + struct.pack(f">{len(sizes)}Q", *sizes) + text + blobs


def npy_of(array, **options):
    target = io.BytesIO()
    np.save(target, array, **options)
    return target.getvalue()


@pytest.mark.parametrize(
    "message",
    [
        Message({}),
        Message({"kind": "ä\ud800", "fs": 0.1, "age": None}),
        Message({"names": ["a", "b"]}, (b"", b"\x00\xff" * 100)),
    ],
)
def test_message_comes_back(message):
    assert decode(frame_of(message)) == message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (raw_frame(b"{}", magic=b"HTTP"), "found other bytes"),
        (raw_frame(b"[]"), "expected a JSON object"),
        (raw_frame(b'{"fs": NaN}'), "NaN is no JSON number"),
        (raw_frame(b'{"fs": Infinity}'), "Infinity is no JSON number"),
        (raw_frame(b"{"), "Expecting property name"),
        (raw_frame(b"\xff\xff"), "codec can't decode"),
        (raw_frame(b"[" * 9000 + b"]" * 900), "nested too deeply"),
        (raw_frame(b"{}", sizes=[2**63]), "expected at most 10000 bytes"),
        (raw_frame(b"{}", sizes=[9_000, 999]), "expected at most 10000 bytes"),
        (struct.pack(">4sII", b"EKT1", MAX_JSON_BYTES + 1, 0), "bytes of JSON"),
        (struct.pack(">4sII", b"EKT1", 2, 2**32 - 1), "4294967295 blobs"),
    ],
)
def test_other_bytes_are_refused(content, message):
    with pytest.raises(ValueError, match=message):
        decode(content)


def test_cut_frame_is_an_early_end():
    whole = frame_of(Message({"kind": "parse"}, (b"12345",)))
    for n_bytes in range(len(whole)):
        with pytest.raises(EOFError, match="expected"):
            decode(whole[:n_bytes])


def test_nan_and_too_many_blobs_are_not_sent():
    with pytest.raises(ValueError, match="not JSON compliant"):
        frame_of(Message({"fs": float("nan")}))
    with pytest.raises(ValueError, match="blobs"):
        frame_of(Message({}, (b"",) * (MAX_BLOBS + 1)))


def test_signal_comes_back_bit_by_bit():
    signal = np.random.default_rng(0).normal(size=(12, 500)).astype(np.float32)
    signal[3, 7] = np.nan
    strided = signal[:, ::2]
    back = decode_signal(encode_signal(strided))
    assert back.tobytes() == strided.tobytes()
    assert back.flags.writeable


@pytest.mark.parametrize(
    ("blob", "message"),
    [
        (b"", "EOF"),
        (b"no array", "magic string is not correct"),
        (pickle.dumps([1]), "magic string is not correct|EOF"),
        (npy_of(np.array([["a"]], object), allow_pickle=True), "expected float32"),
        (npy_of(np.zeros((2, 3))), "expected float32 with 2 axes, found float64"),
        (npy_of(np.zeros(3, np.float32)), "expected float32 with 2 axes"),
        (npy_of(np.zeros((2, 3), ">f4")), "expected float32 with 2 axes"),
        (npy_of(np.zeros((2, 3), np.float32, order="F")), "expected float32"),
        (npy_of(np.zeros((2, 3), np.float32)) + b"1234", "does not fit 28 bytes"),
        (npy_of(np.zeros((2, 3), np.float32))[:-1], "does not fit 23 bytes"),
        (
            npy_of(np.zeros((12, 100), np.float32)).replace(b"(12, 100)", b"(12, 1e3)"),
            "shape is not valid",
        ),
        (
            npy_of(np.zeros((12, 100), np.float32)).replace(b"(12, 100)", b"(-1,-1 0)"),
            "header|shape",
        ),
        (
            npy_of(np.zeros((12, 100), np.float32)).replace(b"(12, 100)", b"(-12,-99)"),
            "does not fit|shape",
        ),
        (b"\x93NUMPY\x02\x00" + bytes(100), "version 1.0"),
    ],
)
def test_other_arrays_are_refused(blob, message):
    with pytest.raises(ValueError, match=message):
        decode_signal(blob)


def test_only_a_signal_is_sent():
    with pytest.raises(ValueError, match="expected float32 with 2 axes"):
        encode_signal(np.zeros((12, 5)))
