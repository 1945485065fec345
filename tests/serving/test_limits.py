"""The system enforces what a parsing child sets itself."""

import subprocess
import sys

import pytest

from ecgkt.serving.limits import end_if_orphaned

SET = "from ecgkt.serving.limits import *; import os, resource; limit_this_process()\n"


def run(code):
    command = [sys.executable, "-c", SET + code]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_limits_are_those_of_the_design():
    done = run(
        "names = 'AS CPU FSIZE NOFILE CORE'.split()\n"
        "get = lambda name: resource.getrlimit(getattr(resource, 'RLIMIT_' + name))\n"
        "print([get(name) for name in names])"
    )
    pairs = [(2 * 2**30,) * 2, (8, 8), (64 * 2**20,) * 2, (64, 64), (0, 0)]
    assert done.stdout.strip() == str(pairs)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("import numpy; numpy.empty(2**31, 'u1')", "MemoryError"),
        ("kept = [os.dup(0) for _ in range(64)]", "Too many open files"),
        ("import tempfile\nwith tempfile.TemporaryFile() as file:\n"
         "    file.truncate(2**26)\n    file.truncate(2**26 + 1)", "File too large"),
    ],
)  # fmt: skip
def test_excess_fails(code, error):
    assert error in run(code).stderr


def test_lower_limit_of_the_operator_stays():
    code = (
        "resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32)); limit_this_process()\n"
    )
    assert "(32, 32)" in run(code + "print(resource.getrlimit(7))").stdout


def test_orphan_ends_itself():
    done = run("end_if_orphaned(1)\nimport time\ntime.sleep(60)")
    assert done.returncode == -14
    with pytest.raises(ValueError, match="must not be negative"):
        end_if_orphaned(-1)
