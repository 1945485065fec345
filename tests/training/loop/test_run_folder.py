"""A checkpoint is whole or not there, whatever happens while it is written or later."""

import os
import random
import signal
import time
from contextlib import closing

import pytest
import torch

from ecgkt.errors import EcgktError
from ecgkt.training.loop.run_folder import RunFolder

KILLS = 20


def state_of(step):
    """Half a megabyte that says in every value which step it is."""
    return {"step": step, "weights": torch.full((125_000,), float(step))}


def run_in(folder, *, resume=True):
    return RunFolder(folder, {"data": "same"}, resume=resume)


def newest(folder):
    with closing(run_in(folder)) as run:
        state = run.load_newest()
    assert torch.equal(state["weights"], state_of(state["step"])["weights"])
    return state["step"]


def save_for_ever(folder, step):
    run = run_in(folder)
    while True:
        run.save(step, state_of(step))
        step += 1


def test_kill_at_any_moment_of_a_save_leaves_a_checkpoint(tmp_path):
    run = run_in(tmp_path, resume=False)
    run.save(0, state_of(0))
    run.close()
    chance, step, longest = random.Random(0), 0, 0.06
    for _ in range(KILLS):
        child = os.fork()
        if child == 0:
            save_for_ever(tmp_path, step + 1)
        time.sleep(chance.uniform(0.0, longest))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found = newest(tmp_path)
        assert found >= step
        # A busy machine gets a longer time, until some saves are whole.
        longest *= 1 if found > step else 1.2
        step = found
        assert not list(tmp_path.glob(".*.tmp"))
    assert step > 0


@pytest.fixture
def three(tmp_path):
    run = run_in(tmp_path, resume=False)
    for step in (1, 2, 3, 4):
        run.save(step, state_of(step))
    run.close()
    assert len(list(tmp_path.glob("step-*.pt"))) == 3
    return tmp_path


@pytest.mark.parametrize("tenth", range(10))
def test_cut_or_flipped_anywhere_gives_way_to_the_one_before(three, tenth, caplog):
    path = three / "step-00000004.pt"
    content = path.read_bytes()
    place = len(content) * tenth // 10
    path.write_bytes(content[:place])
    assert newest(three) == 3
    flipped = bytearray(content)
    flipped[place] ^= 1 << (tenth % 8)
    path.write_bytes(flipped)
    assert newest(three) == 3
    assert "step-00000004.pt is damaged" in caplog.text
    path.write_bytes(content)
    assert newest(three) == 4


def test_when_all_are_damaged_the_run_says_so(three):
    for path in three.glob("step-*.pt"):
        path.write_bytes(b"")
    with pytest.raises(EcgktError, match="are damaged: begin anew"):
        newest(three)
