"""The parent's side of one worker: pipes with deadlines, and a sure end."""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from ecgkt.serving.protocol import Message, decode_message, encode_message

PACKAGE_ROOT = Path(__file__).parents[2]
KEPT_VARIABLES = ("PATH", "LANG")
CHUNK_BYTES = 2**18
CLOSED = "The workers were closed; restart the app."


def clean_environment(**extra: str) -> dict[str, str]:
    """
    Give the few variables a worker needs; the operator's secrets are not among them.

    Parameters
    ----------
    **extra : str
        Further variables.

    Returns
    -------
    dict of str to str
        PATH and LANG of this process, and a PYTHONPATH that finds this package.

    Examples
    --------
    >>> sorted(set(clean_environment()) - {"PATH", "LANG"})
    ['PYTHONPATH']
    """
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(_import_paths()), **extra}


class Talk:
    """
    The pipes to one worker, spoken through in frames by one thread at a time.

    Parameters
    ----------
    stdin, stdout : raw binary file
        The worker's; they belong to the talk from now on.
    """

    def __init__(self, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self._stdin, self._stdout = stdin, stdout
        for stream in (stdin, stdout):
            os.set_blocking(stream.fileno(), False)

    def send(self, message: Message, *, until: float) -> None:
        """
        Send one message; that the other side is gone shows when the answer is read.

        Parameters
        ----------
        message : Message
            What to send.
        until : float
            Deadline on the clock of `time.monotonic`, in seconds.

        Raises
        ------
        TimeoutError
            If the worker does not take it in time.
        ValueError
            If the message cannot be encoded; then nothing was sent.
        """
        with contextlib.suppress(BrokenPipeError):
            for piece in encode_message(message):
                rest = memoryview(piece)
                while rest:
                    _wait_for(self._stdin.fileno(), select.POLLOUT, until)
                    n_bytes = os.write(self._stdin.fileno(), rest[:CHUNK_BYTES])
                    rest = rest[n_bytes:]

    def receive(self, *, limit: int, until: float) -> Message:
        """
        Wait for one message.

        Parameters
        ----------
        limit : int
            Largest acceptable message in bytes.
        until : float
            Deadline on the clock of `time.monotonic`, in seconds.

        Returns
        -------
        Message
            Its frame is whole; its content is unchecked.

        Raises
        ------
        TimeoutError
            If it does not come in time.
        EOFError
            If the worker ends first.
        ValueError
            If it is no frame or too large.
        """

        def read_exactly(n_bytes: int) -> bytes:
            content = bytearray()
            while len(content) < n_bytes:
                _wait_for(self._stdout.fileno(), select.POLLIN, until)
                wanted = min(n_bytes - len(content), CHUNK_BYTES)
                chunk = os.read(self._stdout.fileno(), wanted)
                if not chunk:
                    raise EOFError("the worker ended")
                content += chunk
            return bytes(content)

        return decode_message(read_exactly, limit=limit)

    def hang_up(self) -> None:
        """Give back the pipes."""
        for stream in (self._stdin, self._stdout):
            stream.close()


class Leader:
    """A process of ours, from `start_process`, that leads a group."""

    _process: subprocess.Popen[bytes]

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """Process id, which is also that of its group."""
        return self._process.pid

    def stop(self) -> None:
        """Kill the whole process group at once; whoever waits for it sees its end."""
        if self._process.returncode is None:
            kill_group(self._process.pid)


class ChildProcess(Leader, Talk):
    """
    A worker in a process group of its own; `stop` may be called from any thread.

    Parameters
    ----------
    command : sequence of str
        Program and arguments; no shell.
    environment : dict of str to str
        All variables it sees.

    Raises
    ------
    OSError
        If it cannot be started.
    """

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        pipe = subprocess.PIPE
        self._process = start_process(command, environment, stdin=pipe, stdout=pipe)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        Talk.__init__(self, self._process.stdin, self._process.stdout)

    def close(self) -> None:
        """Kill it if it runs, and give back its pipes and its entry among processes."""
        self.stop()
        self._process.wait()
        self.hang_up()


def start_process(
    command: Sequence[str], environment: dict[str, str], *, stdin: Any, stdout: int
) -> subprocess.Popen[bytes]:
    """
    Start a worker as the leader of a session of its own.

    Parameters
    ----------
    command, environment
        As `ChildProcess` takes them.
    stdin, stdout : int or file
        As `subprocess.Popen` takes them.

    Returns
    -------
    subprocess.Popen
        Its stderr is discarded: a traceback may hold what a file says of a patient.

    Raises
    ------
    OSError
        If it cannot be started.
    """
    return subprocess.Popen(
        list(command),
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=PACKAGE_ROOT,
        bufsize=0,
        start_new_session=True,
    )


def kill_group(pid: int) -> None:
    """Kill a process that leads a group, and all that it started there."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _wait_for(descriptor: int, event: int, until: float) -> None:
    # poll, not select: a server with many sockets has descriptors beyond 1023.
    poll = select.poll()
    poll.register(descriptor, event)
    left = until - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise TimeoutError("the worker missed its deadline")


def _import_paths() -> list[str]:
    inherited = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    # Relative ones are meant from here, not from where the worker starts.
    absolute = [str(Path(path).absolute()) for path in inherited if path]
    return [str(PACKAGE_ROOT), *absolute]


def worker_command(module: str, *arguments: str) -> list[str]:
    """
    Say how a worker module of this package is started.

    Parameters
    ----------
    module : str
        Name inside `ecgkt.serving`.
    *arguments : str
        What follows it on the command line.

    Returns
    -------
    list of str
        For `ChildProcess`, with the interpreter of this process.

    Examples
    --------
    >>> worker_command("parser_worker")[1:]
    ['-m', 'ecgkt.serving.parser_worker']
    """
    return [sys.executable, "-m", f"ecgkt.serving.{module}", *arguments]
