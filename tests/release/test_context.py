"""From a finished run to a second result that the reader gives."""

import json
import shutil
from dataclasses import replace

import pytest

from ecgkt.dataset.store import open_store
from ecgkt.errors import CheckpointError
from ecgkt.pipeline.context import second_result
from ecgkt.pipeline.reader import Reader
from ecgkt.release.context import release_context
from ecgkt.results.context import ContextTable
from ecgkt.results.document import load_document
from ecgkt.training.recipes.context import CONTEXT
from ecgkt.training.recipes.recipes import Recipe
from ecgkt.training.stages.context import train_context
from ecgkt.types.context import Context
from tests.builders.contexts import save_store_of_people

QUICK = replace(
    CONTEXT, recipe=Recipe(epochs=1, batch_size=16, precision="float32", threads=1)
)


@pytest.fixture(scope="module")
def people(small_store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("people") / "store"
    save_store_of_people(small_store, folder)
    return folder


@pytest.fixture(scope="module")
def run(people, tiny_model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("context") / "run"
    train_context(open_store(people), folder, model=tiny_model, settings=QUICK)
    return folder


@pytest.fixture
def model(tiny_model, tmp_path):
    shutil.copytree(tiny_model, tmp_path / "model")
    return tmp_path / "model"


def test_network_joins_the_model_with_its_measured_figures(run, people, model, record):
    document = release_context(run, people, out=model)
    table = load_document(model / "results" / "context.json", ContextTable)
    reader = Reader.load(model)
    assert table.to_dict() == document
    assert table.context.sha256 == reader.context.identity.sha256
    assert table.model.sha256 == reader.bundle.identity.sha256
    assert set(table.splits) == {"tuning", "held_out"}
    assert len(table.labels) == 71
    result = second_result(reader, record, reader.read(record), Context(age=70))
    assert result.gain.value == table.splits["held_out"].all.gain.value
    first = table.label("NDT").with_context
    assert result.scores[0].validity.auroc == (first.value, first.ci)


def test_release_again_gives_the_same(run, people, model):
    first = release_context(run, people, out=model)
    assert release_context(run, people, out=model) == first


@pytest.mark.parametrize("name", ["stage", "data_hash", "model_sha256"])
def test_run_of_another_kind_is_refused(run, people, model, tmp_path, name):
    other = tmp_path / "other"
    shutil.copytree(run, other)
    settings = json.loads((other / "config.json").read_text())
    (other / "config.json").write_text(json.dumps(settings | {name: "another"}))
    with pytest.raises(CheckpointError, match=f"expected a run of {name}"):
        release_context(other, people, out=model)
    assert not (model / "context.json").exists()
