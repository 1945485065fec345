"""The operator's adapter: named, read, refused in one sentence; used by the worker."""

import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.errors import CheckpointError
from ecgkt.pipeline.reader import Reader
from ecgkt.report.reading_json import reading_from_dict
from ecgkt.serving.client import ServingClient
from ecgkt.serving.inference_worker import answer_to
from ecgkt.serving.record_message import record_to_message
from ecgkt.serving.site_adapter import adapter_folder, load_site
from tests.builders.adapters import save_adapter_of


@pytest.fixture
def folder(tiny_model, tmp_path):
    save_adapter_of(tmp_path / "ward", tiny_model)
    return tmp_path / "ward"


def test_operator_chooses_the_adapter(folder, monkeypatch):
    monkeypatch.delenv("ECGKT_ADAPTER", raising=False)
    assert adapter_folder() is None
    monkeypatch.setenv("ECGKT_ADAPTER", str(folder))
    assert adapter_folder() == folder
    assert load_site(folder).site == "Ward 7"


def test_folder_that_holds_none_is_named_by_its_setting(tmp_path):
    message = (
        r"^ECGKT_ADAPTER must name a folder that adapt wrote: expected adapter\.json "
        r"in .*, found none to read\. Ask whoever runs this server\.$"
    )
    with pytest.raises(CheckpointError, match=message):
        load_site(tmp_path)


@pytest.mark.parametrize("is_adapted", [False, True])
def test_job_says_whether_scores_are_adapted(folder, tiny_model, record, is_adapted):
    reader = Reader(load_bundle(tiny_model))
    reader.adapter_folder = folder
    job = record_to_message(record, kind="read", file="a", adapted=is_adapted)
    found = reading_from_dict(answer_to(job, reader).fields["reading"])
    assert found == reader.read(record, file="a", is_adapted=is_adapted)
    assert (found.model.adapter is not None) is is_adapted


@pytest.mark.slow
def test_worker_of_another_model_says_so_and_reads_on(folder, record):
    with ServingClient(adapter=folder) as client:
        with pytest.raises(CheckpointError, match="expected an adapter of ecgkt-ptb"):
            client.read(record, is_adapted=True)
        assert client.read(record).model.adapter is None
