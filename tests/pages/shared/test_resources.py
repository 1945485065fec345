import pytest

from ecgkt.errors import CheckpointError
from ecgkt.results.model_card import load_card
from pages.shared import resources


@pytest.fixture(autouse=True)
def _empty_caches():
    yield
    resources.get_card.clear()
    resources.get_client.clear()


def test_workers_are_warmed_once_for_all_sessions(monkeypatch):
    warmed = []

    class Client:
        def __init__(self, adapter):
            self.adapter = adapter

        def warm(self):
            warmed.append(self.adapter)

    resources.get_client.clear()
    monkeypatch.setattr(resources, "ServingClient", Client)
    monkeypatch.setattr(resources, "adapter_folder", lambda: "a site's")
    assert resources.get_client() is resources.get_client()
    assert warmed == ["a site's"]


def test_missing_card_is_looked_for_again(tiny_model, tmp_path, monkeypatch):
    monkeypatch.setattr(resources, "load_card", lambda: load_card(tmp_path))
    with pytest.raises(CheckpointError, match="found"):
        resources.get_card()
    monkeypatch.setattr(resources, "load_card", lambda: load_card(tiny_model))
    assert resources.get_card().name == "tiny"
