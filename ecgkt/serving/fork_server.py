"""
The process that parsing children are forked from: it has loaded all that they need.

It is told over a socket when to fork and never meets a foreign byte itself, so that
every child starts as clean as a new process and a hundred times as fast.
"""

import contextlib
import os
import select
import socket
import struct
import sys
from collections.abc import Callable, Sequence

from ecgkt.serving.child_pipes import claim_pipes
from ecgkt.serving.protocol import Message, ReadExactly

REQUEST = struct.Struct(">cQ")
"""What is wanted: `FORK`, with the child's two pipes beside it, or `BURY` a child."""
FORK, BURY = b"f", b"b"
PID = struct.Struct(">Q")
"""What answers `FORK`: the child's id; 0: there is no memory for one."""
READY = PID.pack(1)
IDLE_SECONDS = 0.2
"""Without a request for so long nobody else needs the processor now."""


def fork_for_each_job(
    loads: Sequence[Callable[[], object]] = (), *, idle: float = IDLE_SECONDS
) -> tuple[ReadExactly, Callable[[Message], None]]:
    """
    Fork whenever the parent asks for it; return in the children only.

    Parameters
    ----------
    loads : sequence of callables
        What is slow to load, done one after another while nothing is asked for.
    idle : float
        Seconds without a request before each of them.

    Returns
    -------
    read_exactly, answer : callable
        The child's own ends of its pipes, as `claim_pipes` gives them. Each child
        leads a process group of its own, and may do one job.

    Raises
    ------
    OSError
        If stdin is no socket.
    SystemExit
        In the fork server itself, when its parent goes away.
    """
    control, waiting = socket.socket(fileno=0), list(loads)
    control.sendall(READY)
    while True:
        if waiting and not select.select([control], [], [], idle)[0]:
            # Where one is not installed, the file that needs it is refused, no other.
            with contextlib.suppress(ImportError):
                waiting.pop(0)()
            continue
        request, pipes, _flags, _from = socket.recv_fds(control, REQUEST.size, 2)
        if len(request) != REQUEST.size:
            sys.exit(0)
        what, pid = REQUEST.unpack(request)
        if what == BURY:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
        elif _is_child(control, pipes):
            return claim_pipes()


def _is_child(control: socket.socket, pipes: Sequence[int]) -> bool:
    """Fork; tell the parent the child's id, or be the child."""
    try:
        pid = os.fork()
    except OSError:
        pid = -1
    if pid == 0:
        os.setpgid(0, 0)
        control.detach()
        for standard, pipe in enumerate(pipes):  # stdin in the place of the socket
            os.dup2(pipe, standard)
    elif pid > 0:
        # Done by both, for either may be the first that needs it.
        with contextlib.suppress(OSError):
            os.setpgid(pid, pid)
    for pipe in pipes:
        os.close(pipe)
    if pid:
        control.sendall(PID.pack(max(pid, 0)))
    return pid == 0
