"""What the operating system lets a parsing child use: a defence that needs no trust."""

import resource
import signal
import sys

ADDRESS_SPACE_BYTES = 2 * 2**30
CPU_SECONDS = 8
"""Below the wall deadline of 10 s, so that a busy child ends itself."""

FILE_BYTES = 64 * 2**20
DESCRIPTORS = 64
ORPHAN_SECONDS = 15
"""A child whose parent died while it slept ends itself after this long."""


def limit_this_process() -> None:
    """
    Cap memory, CPU time, written files, descriptors and core dumps of this process.

    Soft and hard limits are set alike, so that nothing in the process raises them again
    (only root could); a lower limit of the operator stays.

    Raises
    ------
    OSError
        If the system refuses a limit: then no foreign byte may be read.
    """
    limits = {
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: FILE_BYTES,
        resource.RLIMIT_NOFILE: DESCRIPTORS,
        resource.RLIMIT_CORE: 0,
    }
    # macOS knows no enforceable address-space limit; the deadline remains there.
    if sys.platform != "darwin":
        limits[resource.RLIMIT_AS] = ADDRESS_SPACE_BYTES
    for name, value in limits.items():
        _soft, hard = resource.getrlimit(name)
        lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (lowest, lowest))


def end_if_orphaned(seconds: int = ORPHAN_SECONDS) -> None:
    """
    Let the system end this process after some seconds, whatever it is doing.

    Parameters
    ----------
    seconds : int
        From now; 0 takes the alarm back. Longer than the parent's own deadline.

    Raises
    ------
    ValueError
        If the number is negative.
    """
    if seconds < 0:
        raise ValueError(f"seconds must not be negative, got {seconds}")
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds)
