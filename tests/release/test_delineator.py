"""What is shipped: a finished run, and figures that hold for it."""

import json
import shutil

import pytest

from ecgkt.__main__ import main
from ecgkt.bundle.delineator import load_installed, recipe_of
from ecgkt.errors import EcgktError
from ecgkt.release import delineator as study
from ecgkt.release.delineator import bundle_delineator
from ecgkt.training.inputs.simulated_waves import simulate_marked
from ecgkt.training.stages.delineate import train_delineate
from tests.builders.delineation import QUICK


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("delineator") / "run"
    train_delineate([simulate_marked((9, n)) for n in range(2)], out, settings=QUICK)
    return out


@pytest.fixture
def judged(run, tmp_path):
    """Write a document as the cross-validation of this run's records would be."""
    described = json.loads((run / "delineator.json").read_text())
    document = {
        "schema": "ecgkt.delineation/1",
        "command": "python -m ecgkt evaluate delineation --ludb DIR",
        "n_records": 2,
        "tolerance_ms": 150.0,
        "data_hash": described["data_hash"],
        "folds": 2,
        "recipe": recipe_of(described),
        "waves": {},
    }

    def write(**changes):
        path = tmp_path / "judged.json"
        path.write_text(json.dumps(document | changes))
        return path

    return write


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    # 72 recordings take half a minute; the real set is tested with the study.
    monkeypatch.setattr(
        study, "simulated_intervals", lambda d: {"n": 0, "by": d.sha256}
    )


def test_shipped_folder_is_installed(run, judged, tmp_path, capsys):
    out = tmp_path / "model"
    command = ["bundle-delineator", str(run), "--cross-validated", str(judged())]
    assert main([*command, "--out", str(out)]) == 0
    installed = load_installed(out)
    document = json.loads((out / "results" / "delineation.json").read_text())
    assert document["model"]["sha256"] == installed.delineator.sha256
    assert document["simulated_intervals"]["by"] == installed.delineator.sha256
    assert document["folds"] == 2
    assert "2 records" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"folds": None}, "expected a cross-validated document"),
        ({"data_hash": "0"}, "expected the records of the run"),
        ({"recipe": {}}, "expected the recipe of the run"),
        ({"schema": "x"}, "expected schema"),
    ],
)
def test_figures_of_something_else_are_refused(run, judged, tmp_path, changes, text):
    with pytest.raises(EcgktError, match=text):
        bundle_delineator(run, judged(**changes), out=tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_unfinished_run_is_refused(run, judged, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(run, copy)
    (copy / "DONE").unlink()
    with pytest.raises(EcgktError, match="found no DONE"):
        bundle_delineator(copy, judged(), out=tmp_path / "model")
