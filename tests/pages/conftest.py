"""Pages under test: the whole app with its work done in this process."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from typing_extensions import override

from ecgkt.bundle.classifier import load_bundle
from ecgkt.errors import CheckpointError
from ecgkt.io.ecg_file import EcgFile
from ecgkt.io.group_recordings import group_recordings
from ecgkt.io.read_ecg import read_ecg
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.models.second_opinion import SecondOpinion
from ecgkt.pipeline.reader import Reader
from ecgkt.pipeline.second_opinion import read_second_opinion
from ecgkt.preprocess.display_filter import display_filter
from ecgkt.results.model_card import load_card
from ecgkt.results.second_opinion import SecondOpinionTable
from ecgkt.serving.client import ServingClient
from ecgkt.serving.upload import UploadedFile
from ecgkt.simulate.example import simulate_example
from ecgkt.types.reading import LabScore, Reading, SecondOpinionReading
from ecgkt.types.record import EcgRecord, Signal
from pages.shared import resources
from tests.builders.second_opinion_documents import second_opinion_document

ROOT = Path(__file__).parents[2]
READ = "pages/1_Read_ECG.py"
CARD = "pages/7_Model_Card.py"


class LocalClient(ServingClient):
    """What pages ask of the serving client, without its processes."""

    def __init__(self, model: Path) -> None:
        self.reader = Reader(load_bundle(model))
        self.calls: list[str] = []
        self.read_signals: list[Signal] = []
        self.labs: tuple[LabScore, ...] = ()
        self.second: SecondOpinion | None = None

    @override
    def group(
        self, files: Sequence[UploadedFile]
    ) -> list[tuple[str, tuple[UploadedFile, ...]]]:
        self.calls.append("group")
        ours = [EcgFile(file.name, file.content) for file in files]
        place = {id(file): number for number, file in enumerate(ours)}
        return [
            (name, tuple(files[place[id(member)]] for member in members))
            for name, members in group_recordings(ours)
        ]

    @override
    def parse(self, files: Sequence[UploadedFile], **stated: Any) -> EcgRecord:
        self.calls.append("parse")
        return read_ecg([EcgFile(file.name, file.content) for file in files], **stated)

    @override
    def read(self, record: EcgRecord, *, file: str = "") -> Reading:
        self.calls.append("read")
        reading = self.reader.read(record, file=file)
        self.read_signals.append(record.signal)
        return replace(reading, labs=self.labs) if reading.diagnoses else reading

    @override
    def explain_exactly(self, record: EcgRecord, code: str) -> SecondOpinionReading:
        self.calls.append("exact")
        if self.second is None:
            raise CheckpointError("This model folder holds no second opinion.")
        return read_second_opinion(self.second, record, code)

    @override
    def filtered(self, record: EcgRecord, name: str) -> EcgRecord:
        if name != "none":
            self.calls.append(f"filter {name}")
        signal = display_filter(record.signal, record.fs, name)
        return replace(record, signal=signal)


@pytest.fixture
def client(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> LocalClient:
    local = LocalClient(tiny_model)
    monkeypatch.setattr(resources, "get_client", lambda: local)
    monkeypatch.setattr(resources, "get_card", lambda: load_card(tiny_model))
    monkeypatch.setattr(resources, "get_comparisons", dict)
    monkeypatch.setattr(resources, "get_lab_table", lambda: None)
    monkeypatch.setattr(resources, "get_exact_table", lambda: None)
    monkeypatch.setattr(resources, "get_cohort_table", lambda: None)
    monkeypatch.setattr(resources, "get_labs_by_diagnosis", lambda: None)
    monkeypatch.setattr(resources, "get_delineation_table", lambda: None)
    monkeypatch.setattr(resources, "get_explanation_table", lambda: None)
    return local


@pytest.fixture
def exact_table() -> SecondOpinionTable:
    """Return a comparison of main model and second opinion with invented figures."""
    return SecondOpinionTable.from_dict(second_opinion_document())


@pytest.fixture
def app(client: LocalClient) -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


@pytest.fixture
def read_page(app: AppTest) -> AppTest:
    return app.switch_page(READ).run()


@pytest.fixture
def wfdb(tmp_path: Path) -> Callable[..., list[tuple[str, bytes, str]]]:
    """Give the files of a simulated WFDB record as the uploader takes them."""

    def make(name: str = "demo", example: str = "normal", **changes):
        record = simulate_example(example, **changes)
        header = write_wfdb(record, tmp_path, name)
        files = sorted(header.parent.glob(f"{name}.*"))
        return [(path.name, path.read_bytes(), "") for path in files]

    return make


@pytest.fixture
def say() -> Callable[[AppTest], str]:
    """Give all that a page says, HTML included."""

    def say(page: AppTest) -> str:
        assert not page.exception, page.exception
        html = [element.proto.body for element in page.get("html")]
        kinds = (page.markdown, page.caption, page.error, page.warning, page.info)
        plain = [str(element.value) for kind in kinds for element in kind]
        return "\n".join([*html, *plain])

    return say


@pytest.fixture
def sheet() -> Callable[[AppTest], dict | None]:
    """Give what a page has the browser draw as its sheet, None if there is none."""

    def sheet(page: AppTest) -> dict | None:
        found = [element.proto for element in page.get("bidi_component")]
        drawn = [json.loads(proto.json) for proto in found if proto.json]
        return drawn[0] if drawn else None

    return sheet
