"""The audit file: whole lines of hashes, from as many servers as there are."""

import json
import logging
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from ecgkt.errors import AuditError
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.serving.audit import (
    ACTIONS,
    VARIABLE,
    Trail,
    audit_file,
    hashes_of,
    one_way,
)
from ecgkt.serving.intake import from_examples, from_uploads
from ecgkt.serving.worklist import Worklist
from ecgkt.simulate.example import simulate_example
from ecgkt.types.upload import UploadedFile
from tests.builders.local_bulk import LocalBulk
from tests.builders.waiting import wait_until

ROOT = Path(__file__).parents[2]
FILE, WEIGHTS = "a" * 64, "b" * 64
MANY = """
from pathlib import Path
from ecgkt.serving.audit import Trail
trail = Trail(Path({path!r}), user={user!r})
for number in range({n}):
    trail.note("read", ["{file}"] * (1 + number % 40), "{weights}")
"""


def lines(path):
    return [json.loads(line) for line in path.read_text("ascii").splitlines()]


def test_line_says_who_did_what_with_which_file_when(tmp_path):
    path = tmp_path / "audit.jsonl"
    before = datetime.now(UTC)
    Trail(path).note("read", (FILE,), WEIGHTS)
    Trail(path, "somebody").note("upload", (FILE, FILE))
    first, second = lines(path)
    told = datetime.fromisoformat(first.pop("time"))
    assert abs((told - before).total_seconds()) < 60
    assert told.utcoffset().total_seconds() == 0
    assert first == {
        "user": "local",
        "action": "read",
        "file_sha256": [FILE],
        "weights_sha256": WEIGHTS,
    }
    assert (second["user"], second["weights_sha256"]) == ("somebody", None)
    assert len(second["file_sha256"]) == 2
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_is_written_unless_asked_for(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert audit_file() is None
    monkeypatch.setenv(VARIABLE, "")
    assert audit_file() is None
    monkeypatch.chdir(tmp_path)
    Trail().check()
    Trail().note("read", (FILE,), WEIGHTS)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setenv(VARIABLE, "audit.jsonl")
    assert audit_file() == Path("audit.jsonl")


def test_simulated_recordings_leave_no_line(tmp_path):
    path = tmp_path / "audit.jsonl"
    Trail(path).note("read", None, WEIGHTS)
    assert not path.exists()
    Trail(path).note("case", ())
    assert lines(path)[0]["file_sha256"] == []


def test_unknown_action_is_refused(tmp_path):
    with pytest.raises(ValueError, match="expected one of upload, refused"):
        Trail(tmp_path / "audit").note("looked", (FILE,))


def test_servers_that_append_at_once_lose_nothing(tmp_path):
    path, n = tmp_path / "audit.jsonl", 400
    facts = {"path": str(path), "n": n, "file": FILE, "weights": WEIGHTS}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", MANY.format(user=user, **facts)], cwd=ROOT
        )
        for user in ("one", "two", "three")
    ]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    found = lines(path)
    for user in ("one", "two", "three"):
        mine = [len(line["file_sha256"]) for line in found if line["user"] == user]
        assert mine == [1 + number % 40 for number in range(n)]


def unwritable(kind, folder):
    if kind == "fifo":
        os.mkfifo(folder / "pipe")
    return {
        "folder": folder,
        "nowhere": folder / "none" / "audit.jsonl",
        "device": Path("/dev/full"),
        "fifo": folder / "pipe",
    }[kind]


@pytest.mark.parametrize("kind", ["folder", "nowhere", "device", "fifo"])
def test_place_that_cannot_be_written_is_said_and_logged(kind, tmp_path, caplog):
    trail = Trail(unwritable(kind, tmp_path))
    expected = "ECGKT_AUDIT must name a file to which a line can be added; found: [A-Z]"
    for act in (trail.check, lambda: trail.note("read", (FILE,), WEIGHTS)):
        caplog.clear()
        with caplog.at_level(logging.ERROR), pytest.raises(AuditError, match=expected):
            act()
        (record,) = caplog.records
        assert re.search(expected, record.getMessage())
        assert str(tmp_path) not in record.getMessage()


def test_full_disk_is_said_and_the_next_line_is_whole(tmp_path):
    path = tmp_path / "audit.jsonl"
    Trail(path).note("read", (FILE,), WEIGHTS)
    size = path.stat().st_size
    code = f"""
import resource
from pathlib import Path
from ecgkt.errors import AuditError
from ecgkt.serving.audit import Trail
resource.setrlimit(resource.RLIMIT_FSIZE, ({size + 20}, {size + 20}))
for _ in range(2):
    try:
        Trail(Path({str(path)!r})).note("read", ["{FILE}"])
    except AuditError as error:
        print(error)
"""
    command = [sys.executable, "-c", code]
    # The limit holds for every file, so the log must not go into one.
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    said = done.stdout.splitlines()
    assert "No room for a whole line" in said[0]
    assert "File too large" in said[1]
    assert path.stat().st_size == size + 20
    Trail(path).note("map", (FILE,), WEIGHTS)
    *_, torn, last = path.read_text("ascii").splitlines()
    assert len(torn) == 20
    assert json.loads(last)["action"] == "map"


def test_names_of_users_need_the_secret(tmp_path):
    name = one_way("secret", "https://login.example.org", "reader")
    assert re.fullmatch("[0-9a-f]{32}", name)
    assert name == one_way("secret", "https://login.example.org", "reader")
    others = {
        one_way("other", "https://login.example.org", "reader"),
        one_way("secret", "https://login.example.org", "another"),
        one_way("secret", "https://login.example.orgreader", ""),
    }
    assert len(others | {name}) == 4


def test_worklist_is_written_down_reading_by_reading(tiny_model, tmp_path):
    path = tmp_path / "audit.jsonl"
    reader = LocalBulk(tiny_model)
    worklist = Worklist(reader, Trail(path, "somebody"))
    good, bad = wfdb(tmp_path), UploadedFile("Smith.csv", b"no table")
    worklist.add(lambda bulk: from_uploads(bulk, [*good, bad]))
    worklist.add(lambda _bulk: from_examples(["lbbb"]))
    wait_until(lambda: len(worklist.rows) == 3)
    told = {line["action"]: line for line in lines(path)}
    assert [line["user"] for line in lines(path)] == ["somebody"] * 2
    assert told["worklist"]["file_sha256"] == list(hashes_of(good[::-1]))
    assert told["refused"]["file_sha256"] == [sha256(bad.content).hexdigest()]
    weights = reader.reader.bundle.identity.sha256
    assert told["worklist"]["weights_sha256"] == weights
    keys = {row.name: row.key for row in worklist.rows}
    assert worklist.file_sha256(keys["Jones.hea"]) == hashes_of(good[::-1])
    assert worklist.file_sha256(keys["Smith.csv"]) == hashes_of([bad])


def test_worklist_reads_nothing_out_that_could_not_be_written(tiny_model, tmp_path):
    worklist = Worklist(LocalBulk(tiny_model), Trail(tmp_path))
    worklist.add(lambda bulk: from_uploads(bulk, wfdb(tmp_path)))
    wait_until(lambda: len(worklist.rows) == 1)
    (row,) = worklist.rows
    assert (row.level, worklist.reading(row.key)) == ("error", None)
    assert "ECGKT_AUDIT" in row.sentence


def wfdb(folder: Path) -> list[UploadedFile]:
    (folder / "files").mkdir()
    write_wfdb(simulate_example("af"), folder / "files", "Jones")
    found = sorted((folder / "files").iterdir())
    return [UploadedFile(path.name, path.read_bytes()) for path in found]


def test_operator_is_told_every_action():
    text = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
    section = text.partition("## What is kept, and what is logged")[2]
    for action, meaning in ACTIONS.items():
        assert f"| `{action}` | {meaning} |" in section
