import logging

import pytest

from ecgkt.errors import ServingError
from ecgkt.serving.job_log import logged
from ecgkt.serving.protocol import Message


def test_line_holds_size_and_outcome_and_no_patient(caplog):
    caplog.set_level(logging.INFO, "ecgkt.serving")
    job = Message({"kind": "read", "file": "ZZNAME"}, (b"12345",))
    with logged("read", job):
        pass
    with pytest.raises(ServingError, match="busy"), logged("read", job):
        raise ServingError("busy ZZNAME")
    first, second = caplog.messages
    assert "read: 5 bytes" in first
    assert first.endswith("done")
    assert second.endswith("ServingError")
    assert "ZZNAME" not in caplog.text
