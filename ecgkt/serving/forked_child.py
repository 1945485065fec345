"""The parent's side of a fork server and of the children that it forks."""

import contextlib
import os
import socket
import subprocess
import threading
import time
from collections.abc import Sequence

from ecgkt.serving.child_process import Leader, Talk, kill_group, start_process
from ecgkt.serving.fork_server import BURY, FORK, PID, READY, REQUEST


class ForkServer(Leader):
    """
    A process that forks itself for every job; see `ecgkt.serving.fork_server`.

    Any thread may ask for a child.

    Parameters
    ----------
    command : sequence of str
        A program that calls `fork_for_each_job`; no shell.
    environment : dict of str to str
        All variables it and its children see.

    Raises
    ------
    OSError
        If it cannot be started.
    """

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self._control, theirs = socket.socketpair()
        self._lock = threading.Lock()
        self._is_ready = False
        with theirs:
            try:
                self._process = start_process(
                    command, environment, stdin=theirs, stdout=subprocess.DEVNULL
                )
            except OSError:
                self._control.close()
                raise

    def fork(self, *, until: float) -> "ForkedChild":
        """
        Have a child made.

        Parameters
        ----------
        until : float
            Deadline on the clock of `time.monotonic`, in seconds.

        Returns
        -------
        ForkedChild
            It waits for its one job.

        Raises
        ------
        OSError
            If there is no child in time, or none at all.
        """
        with self._lock:
            self._control.settimeout(max(until - time.monotonic(), 0.001))
            if not self._is_ready and self._hear() != READY:
                raise OSError("the fork server did not start")
            self._is_ready = True
            (theirs_in, ours_in), (ours_out, theirs_out) = os.pipe(), os.pipe()
            try:
                request = [REQUEST.pack(FORK, 0)]
                socket.send_fds(self._control, request, [theirs_in, theirs_out])
                (pid,) = PID.unpack(self._hear())
                if not pid:
                    raise OSError("the fork server could not fork")
            except OSError:
                os.close(ours_in)
                os.close(ours_out)
                raise
            finally:
                os.close(theirs_in)
                os.close(theirs_out)
        return ForkedChild(self, pid, ours_in, ours_out)

    def bury(self, pid: int) -> None:
        """Let an ended child's id go; until then no other process has it."""
        with self._lock, contextlib.suppress(OSError):
            self._control.sendall(REQUEST.pack(BURY, pid))

    def close(self) -> None:
        """End it; children at work go on and are stopped one by one."""
        self.stop()
        self._process.wait()
        self._control.close()

    def _hear(self) -> bytes:
        heard = self._control.recv(PID.size, socket.MSG_WAITALL)
        if len(heard) != PID.size:
            raise OSError("the fork server ended")
        return heard


class ForkedChild(Talk):
    """
    A child of a fork server, in a process group of its own.

    Parameters
    ----------
    server : ForkServer
        Whose child it is.
    pid : int
        Its process id.
    stdin, stdout : int
        Descriptors of our ends of its pipes.
    """

    def __init__(self, server: ForkServer, pid: int, stdin: int, stdout: int) -> None:
        self._server, self.pid, self._is_buried = server, pid, False
        super().__init__(os.fdopen(stdin, "wb", 0), os.fdopen(stdout, "rb", 0))

    def stop(self) -> None:
        """Kill its whole process group at once; whoever waits for it sees its end."""
        if not self._is_buried:
            kill_group(self.pid)

    def close(self) -> None:
        """Kill it if it runs, and give back its pipes and its entry among processes."""
        self.stop()
        self._is_buried = True
        self._server.bury(self.pid)
        self.hang_up()
