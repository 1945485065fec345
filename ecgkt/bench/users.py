"""Many users at once: what each of them waits for, and whether each gets his own."""

import json
import os
import random
import re
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from ecgkt.bench.bare_page import serve_bare_page
from ecgkt.bench.browser import serve_app
from ecgkt.bench.protocol import ProtocolSession
from ecgkt.bench.timing import percentiles
from ecgkt.io.read_path import read_path
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.pipeline.reader import Reader
from ecgkt.report.impression.impression import impression_of
from ecgkt.results.model_card import BUNDLED
from ecgkt.simulate.example import EXAMPLES, simulate_example

THINK_S = 2.0
"""Mean of an exponential: what a user does between two clicks."""
CLOCKS = range(400, 560, 20)
"""Hz: the same samples at another clock are another heart rate, a recording's mark."""
LIMITS = {
    "1 user": {"upload_to_result_s": {"p95": 1.3}},
    "20 users": {"upload_to_result_s": {"p95": 2.5}, "errors": 0, "mix_ups": 0},
    "rss_mb": 1200,
    "growth_mb_from_100_to_500_uploads": 50,
}
TABS = ("Measurements", "Diagnoses and labs")


class Marked(NamedTuple):
    """One recording's files, and the first sentence that only it can have."""

    name: str
    files: tuple[tuple[str, bytes], ...]
    sentence: str


@dataclass
class Tally:
    """What came of one load; written to by all users."""

    load_s: list[float] = field(default_factory=list)
    upload_s: list[float] = field(default_factory=list)
    rerun_s: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    mix_ups: int = 0
    rss_mb: list[float] = field(default_factory=list)


def measure_users(users: Sequence[int], uploads: int) -> dict[str, Any]:
    """
    Let users come, upload and click, first one, then more at the same time.

    Parameters
    ----------
    users : sequence of int
        How many at once, one load after the other, on one server.
    uploads : int
        Of each user, each in a session of its own.

    Returns
    -------
    dict
        By number of users: seconds until the page, from upload to its reading and for
        a change of the tab (median, 95th percentile, largest), errors, results that
        were another recording's, memory of the server with its workers; and the same
        of a bare Streamlit page that runs the model in its own thread.

    Raises
    ------
    EcgktError
        If a server does not start.
    """
    recordings = mark_recordings()
    load = os.getloadavg()[0]
    return {
        "app": _serve_loads(serve_app, _use_app, recordings, users, uploads),
        "references": {
            "bare_streamlit_page": _serve_loads(
                serve_bare_page, _use_bare_page, recordings, users, uploads
            )
        },
        "limits": LIMITS,
        "think_s": THINK_S,
        "n_recordings": len(recordings),
        "load_average_before": load,
    }


def mark_recordings() -> list[Marked]:
    """Return simulated recordings of which no two are read alike."""
    reader, found = Reader.load(BUNDLED), {}
    with tempfile.TemporaryDirectory() as place:
        for example in EXAMPLES:
            for clock in CLOCKS:
                record = replace(simulate_example(example), fs=float(clock))
                name = f"{example}-{clock}"
                header = write_wfdb(record, Path(place), name)
                # As the file holds it: rounding can move a duration across its limit.
                reading = reader.read(read_path(header))
                sentence = impression_of(reading).sentence
                files = sorted(header.parent.glob(f"{name}.*"))
                content = tuple((path.name, path.read_bytes()) for path in files)
                found[sentence] = Marked(name, content, sentence)
    return list(found.values())


Use = Callable[[str, Marked, random.Random, Tally], None]


def _serve_loads(
    serve: Callable[[], AbstractContextManager[str]],
    use: Use,
    recordings: Sequence[Marked],
    users: Sequence[int],
    uploads: int,
) -> dict[str, Any]:
    loads = {}
    with serve() as address:
        use(address, recordings[0], random.Random(0), Tally())  # warms the workers
        for n_users in users:
            loads[str(n_users)] = _run_load(address, use, recordings, n_users, uploads)
    return loads


def _run_load(
    address: str, use: Use, recordings: Sequence[Marked], n_users: int, uploads: int
) -> dict[str, Any]:
    tally = Tally()

    def visit(user: int) -> None:
        chance = random.Random(user)
        for _ in range(uploads):
            try:
                use(address, chance.choice(recordings), chance, tally)
            except Exception as error:  # a user's trouble is counted, not passed on
                tally.errors.append(type(error).__name__)
            tally.rss_mb.append(rss_mb())

    threads = [threading.Thread(target=visit, args=(n,)) for n in range(n_users)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    early = tally.rss_mb[min(99, len(tally.rss_mb) - 1)]
    return {
        "n_results": len(tally.upload_s),
        "errors": len(tally.errors),
        "error_kinds": sorted(set(tally.errors)),
        "mix_ups": tally.mix_ups,
        "load_s": percentiles(tally.load_s),
        "upload_to_result_s": percentiles(tally.upload_s),
        "rerun_s": percentiles(tally.rerun_s),
        "rss_mb": max(tally.rss_mb),
        "rss_growth_mb": statistics.fmean(tally.rss_mb[-5:]) - early,
        "wall_s": time.perf_counter() - start,
    }


def _use_app(
    address: str, recording: Marked, chance: random.Random, tally: Tally
) -> None:
    with ProtocolSession(address, "Read_ECG") as session:
        tally.load_s.append(session.run())
        _think(chance)
        start = time.perf_counter()
        session.upload(session.find("label", "WFDB").id, recording.files)
        session.run(lambda element: bool(_sentence_of(element)))
        tally.upload_s.append(time.perf_counter() - start)
        told = _sentence_of(session.last)
        tally.mix_ups += told not in ("", recording.sentence)
        if not told:
            tally.errors.append("no reading")
        session.rest()
        tab = session.find("label", "Part of the reading").id
        for title in TABS:
            _think(chance)
            session.choose(tab, "string_array_value", session.strings([title]))
            tally.rerun_s.append(session.run())


def _sentence_of(element: Any) -> str:
    """Return the first sentence of a reading, if an element is its card."""
    if element is None or element.WhichOneof("type") != "bidi_component":
        return ""
    drawn = json.loads(element.bidi_component.json or "{}")
    html = drawn.get("html", "") if isinstance(drawn, dict) else ""
    found = re.search(r'class="ek-sentence[^>]*>(.*?)</h2>', html, re.DOTALL)
    return unescape(found[1]).strip() if found else ""


def _use_bare_page(
    address: str, recording: Marked, chance: random.Random, tally: Tally
) -> None:
    with ProtocolSession(address, "") as session:
        tally.load_s.append(session.run())
        _think(chance)
        start = time.perf_counter()
        session.upload(session.find("label", "Recording").id, recording.files)
        session.run()
        tally.upload_s.append(time.perf_counter() - start)
        for _ in TABS:
            _think(chance)
            tally.rerun_s.append(session.run())


def _think(chance: random.Random) -> None:
    time.sleep(chance.expovariate(1 / THINK_S))


def rss_mb() -> float:
    """Return the resident memory of the server with its workers, in MB."""
    parents, sizes = {}, {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            lines = (place / "status").read_text().splitlines()
        except OSError:
            continue  # it ended meanwhile
        status = dict(line.split(":", 1) for line in lines if ":" in line)
        parents[int(place.name)] = int(status["PPid"])
        sizes[int(place.name)] = int(status.get("VmRSS", "0 kB").split()[0])
    ours = {os.getpid()}
    while True:
        below = {pid for pid, parent in parents.items() if parent in ours} - ours
        if not below:
            return sum(sizes[pid] for pid in ours if pid != os.getpid()) / 1000
        ours |= below
