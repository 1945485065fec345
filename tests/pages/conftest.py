"""Pages under test: the whole app with its work done in this process."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ecgkt.checkpoint import load_bundle
from ecgkt.io.ecg_file import EcgFile
from ecgkt.io.group_recordings import group_recordings
from ecgkt.io.read_ecg import read_ecg
from ecgkt.pipeline import Reader
from ecgkt.reading import LabScore, Reading
from ecgkt.record import EcgRecord
from ecgkt.report.model_card import load_card
from ecgkt.serving.upload import UploadedFile
from ecgkt.simulate.example import simulate_example
from ecgkt.simulate.write_wfdb import write_wfdb
from pages.shared import resources

ROOT = Path(__file__).parents[2]
READ = "pages/1_Read_ECG.py"
CARD = "pages/7_Model_Card.py"


class LocalClient:
    """What pages ask of the serving client, without its processes."""

    def __init__(self, model: Path) -> None:
        self.reader = Reader(load_bundle(model))
        self.calls: list[str] = []
        self.labs: tuple[LabScore, ...] = ()

    def group(self, files: Sequence[UploadedFile]):
        self.calls.append("group")
        ours = [EcgFile(file.name, file.content) for file in files]
        place = {id(file): number for number, file in enumerate(ours)}
        return [
            (name, tuple(files[place[id(member)]] for member in members))
            for name, members in group_recordings(ours)
        ]

    def parse(self, files: Sequence[UploadedFile], **stated) -> EcgRecord:
        self.calls.append("parse")
        return read_ecg([EcgFile(file.name, file.content) for file in files], **stated)

    def read(self, record: EcgRecord, *, file: str = "") -> Reading:
        self.calls.append("read")
        reading = self.reader.read(record, file=file)
        return replace(reading, labs=self.labs) if reading.diagnoses else reading


@pytest.fixture
def client(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> LocalClient:
    local = LocalClient(tiny_model)
    monkeypatch.setattr(resources, "get_client", lambda: local)
    monkeypatch.setattr(resources, "get_card", lambda: load_card(tiny_model))
    monkeypatch.setattr(resources, "get_comparisons", dict)
    monkeypatch.setattr(resources, "get_lab_table", lambda: None)
    monkeypatch.setattr(resources, "get_cohort_table", lambda: None)
    monkeypatch.setattr(resources, "get_explanation_table", lambda: None)
    return local


@pytest.fixture
def invented_lab() -> Callable[..., LabScore]:
    """Make a lab whose figures are invented."""

    def make(name: str = "Creatinine", **changes) -> LabScore:
        values = {
            "code": "2160-0",
            "name": name,
            "direction": "high",
            "probability": 0.41,
            "auroc": 0.69,
            "auroc_ci": (0.6, 0.78),
            "threshold": 0.3,
            "positive": True,
            "n_patients": 34,
            "readable": True,
            "taught_by": "patients",
            "reference_range": (0.5, 1.2),
            "unit": "mg/dL",
        }
        return LabScore(**{**values, **changes})

    return make


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
def sheet() -> Callable[[AppTest], dict]:
    """Give the specification of a page's first chart."""

    def sheet(page: AppTest) -> dict:
        return json.loads(page.get("plotly_chart")[0].proto.spec)

    return sheet
