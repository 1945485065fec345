"""A simulated cohort made and read in processes of its own, while a page looks on."""

import queue
import threading
import time
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from ecgkt.config import ServingConfig
from ecgkt.errors import EcgktError, ServingError
from ecgkt.results.cases.document import CaseSource
from ecgkt.results.cases.make_table import (
    TableFacts,
    make_table,
    principal_components,
)
from ecgkt.results.cases.table import CaseTable
from ecgkt.serving.child_process import worker_command
from ecgkt.serving.inference import InferenceWorker
from ecgkt.serving.protocol import Message, decode_signal
from ecgkt.simulate.known_case import RULE
from ecgkt.types.case import CaseRow
from ecgkt.types.reading import ModelIdentity

N_WORKERS = 2
STEP = 5
"""ECGs in one job: the progress moves every second or so."""
COMMAND = "made on the page of failure cases: {n} simulated ECGs, seed {seed}"
BUSY = (
    "Another simulated cohort is being made on this server; try again in a minute, or "
    "open a table of cases."
)
_one_at_a_time = threading.Lock()


class CohortRun:
    """
    Simulated ECGs that are being made.

    Parameters
    ----------
    n : int
        How many, each of another simulated patient.
    seed : int
        Of the cohort.
    config : ServingConfig, optional
        Deadlines.
    command : sequence of str, optional
        Another program in the place of the workers, for tests.

    Raises
    ------
    ServingError
        If another run is at work on this server.
    """

    def __init__(
        self,
        n: int,
        seed: int,
        *,
        config: ServingConfig | None = None,
        command: Sequence[str] | None = None,
    ) -> None:
        if not _one_at_a_time.acquire(blocking=False):
            raise ServingError(BUSY)
        self.n, self.seed = n, seed
        self._config = config or ServingConfig()
        self._command = command or worker_command("inference_worker", "--threads", "1")
        self._jobs: queue.SimpleQueue[range] = queue.SimpleQueue()
        for first in range(0, n, STEP):
            self._jobs.put(range(first, min(first + STEP, n)))
        self._answers: dict[int, Message] = {}
        self._error: EcgktError | None = None
        self._is_cancelled = False
        self._over = threading.Event()
        self._begun = time.monotonic()
        self._first_done: float | None = None
        self._threads = [
            threading.Thread(target=self._work, name="ecgkt-cohort", daemon=True)
            for _ in range(N_WORKERS)
        ]
        for thread in self._threads:
            thread.start()
        threading.Thread(target=self._release, daemon=True).start()

    @property
    def n_done(self) -> int:
        """ECGs that are read."""
        return min(self.n, STEP * len(self._answers))

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._begun

    @property
    def seconds_left(self) -> float | None:
        """Seconds it will still take; None until that can be told."""
        if self._first_done is None or self.n_done <= STEP:
            return None
        each = (time.monotonic() - self._first_done) / (self.n_done - STEP)
        return each * (self.n - self.n_done)

    @property
    def is_over(self) -> bool:
        """Whether nothing works any more, for whatever reason."""
        return self._over.is_set()

    def cancel(self) -> None:
        """Stop after the jobs at hand."""
        self._is_cancelled = True

    def table(self) -> CaseTable:
        """
        Put the table together.

        Returns
        -------
        CaseTable
            The same for the same number and seed.

        Raises
        ------
        EcgktError
            If a worker failed, or not everything was read.
        """
        if self._error:
            raise self._error
        if self.n_done < self.n:
            raise ServingError("The simulated cohort was not finished; make it again.")
        answers = [self._answers[first] for first in sorted(self._answers)]
        try:
            return _table_of(answers, self.n, self.seed)
        except (LookupError, TypeError, ValueError) as error:
            message = "The worker gave no valid cohort; make it again."
            raise ServingError(message) from error

    def _work(self) -> None:
        worker = InferenceWorker(self._command, self._config)
        try:
            while not (self._is_cancelled or self._error):
                numbers = self._jobs.get_nowait()
                cases = {"seed": self.seed, "numbers": list(numbers)}
                answer = worker.ask(Message({"kind": "cases", "cases": cases}))
                self._answers[numbers.start] = answer
                self._first_done = self._first_done or time.monotonic()
        except queue.Empty:
            pass
        except EcgktError as error:
            self._error = error
        finally:
            worker.close()

    def _release(self) -> None:
        for thread in self._threads:
            thread.join()
        _one_at_a_time.release()
        self._over.set()


def _table_of(answers: Sequence[Message], n: int, seed: int) -> CaseTable:
    rows = [
        msgspec.convert(row, CaseRow)
        for answer in answers
        for row in answer.fields["rows"]
    ]
    embeddings = np.concatenate([decode_signal(one.blobs[0]) for one in answers])
    facts = TableFacts(
        command=COMMAND.format(n=n, seed=seed),
        is_simulated=True,
        model=msgspec.convert(answers[0].fields["model"], ModelIdentity),
        source=CaseSource(kind="simulated", name="simulated", fs=500.0, seed=seed),
        split="",
        truth=RULE,
        thresholds=msgspec.convert(answers[0].fields["thresholds"], list[float]),
        map_rule="pca",
        has_superclasses=False,
    )
    return make_table(rows, _points(embeddings), facts)


def _points(embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
    points = np.full((len(embeddings), 2), np.nan, dtype=np.float32)
    known = ~np.isnan(embeddings).any(axis=1)
    if known.sum() > 1:
        points[known] = principal_components(embeddings[known])
    return points
