"""Pages under test: the whole app with its work done in this process."""

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
from streamlit.testing.v1 import AppTest
from typing_extensions import override

from ecgkt.bench.browser import find_browser, open_browser, serve_app
from ecgkt.bundle.classifier import load_bundle
from ecgkt.errors import CheckpointError
from ecgkt.io.group_recordings import group_recordings
from ecgkt.io.read_ecg import read_ecg, read_layout
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.models.second_opinion import SecondOpinion
from ecgkt.pipeline.export_report import export_report
from ecgkt.pipeline.reader import Reader
from ecgkt.pipeline.second_opinion import read_second_opinion
from ecgkt.preprocess.display_filter import display_filter
from ecgkt.results.cases.files import write_cases
from ecgkt.results.document import Document
from ecgkt.results.model_card import load_card
from ecgkt.results.second_opinion import SecondOpinionTable
from ecgkt.serving.case_folders import VARIABLE
from ecgkt.serving.client import ServingClient
from ecgkt.serving.inference_worker import answer_to
from ecgkt.serving.protocol import Message
from ecgkt.simulate.example import simulate_example
from ecgkt.types.reading import LabScore, Reading
from ecgkt.types.record import EcgRecord, Signal
from ecgkt.types.report_wish import ReportWish
from ecgkt.types.second_opinion import SecondOpinionReading
from ecgkt.types.table_map import TableLayout
from ecgkt.types.upload import (
    NOTHING_STATED,
    StatedMetadata,
    UploadedFile,
    UploadedRecording,
)
from pages.shared import resources
from tests.builders.case_tables import case_table
from tests.builders.second_opinion_documents import second_opinion_document

ROOT = Path(__file__).parents[2]
READ = "pages/1_Read_ECG.py"
CARD = "pages/7_Model_Card.py"


def components(page: AppTest) -> list[dict]:
    """Return what the components of a page were given."""
    found = [element.proto for element in page.get("bidi_component")]
    return [json.loads(proto.json) for proto in found if proto.json]


class LocalClient(ServingClient):
    """What pages ask of the serving client, without its processes."""

    def __init__(self, model: Path) -> None:
        self.reader = Reader(load_bundle(model))
        self.calls: list[str] = []
        self.read_signals: list[Signal] = []
        self.labs: tuple[LabScore, ...] = ()
        self.documents: dict[type[Document], Document] = {}  # what is shipped
        self.second: SecondOpinion | None = None

    @override
    def group(self, files: Sequence[UploadedFile]) -> list[UploadedRecording]:
        self.calls.append("group")
        return group_recordings(files)

    @override
    def parse(
        self, files: Sequence[UploadedFile], stated: StatedMetadata = NOTHING_STATED
    ) -> EcgRecord:
        self.calls.append("parse")
        return read_ecg(files, stated)

    @override
    def layout(
        self, files: Sequence[UploadedFile], stated: StatedMetadata = NOTHING_STATED
    ) -> TableLayout:
        self.calls.append("layout")
        return read_layout(files, stated)

    @override
    def read(
        self,
        record: EcgRecord,
        *,
        file: str = "",
        start_s: float | None = None,
        is_adapted: bool = False,
    ) -> Reading:
        self.calls.append("read")
        reading = self.reader.read(
            record, file=file, start_s=start_s, is_adapted=is_adapted
        )
        self.read_signals.append(record.signal)
        return replace(reading, labs=self.labs) if reading.diagnoses else reading

    @override
    def second_opinion(
        self, record: EcgRecord, code: str, *, start_s: float
    ) -> SecondOpinionReading:
        self.calls.append("exact")
        if self.second is None:
            raise CheckpointError("This model folder holds no second opinion.")
        return read_second_opinion(self.second, record, code, start_s=start_s)

    @override
    def ask(self, job: Message, unpack: Callable[[Message], Any], what: str) -> Any:
        self.calls.append(str(job.fields["kind"]))
        return unpack(answer_to(job, self.reader))

    @override
    def filtered(self, record: EcgRecord, name: str) -> EcgRecord:
        if name != "none":
            self.calls.append(f"filter {name}")
        signal = display_filter(record.signal, record.fs, name)
        return replace(record, signal=signal)

    @override
    def report(
        self, record: EcgRecord, reading: Reading, wish: ReportWish
    ) -> dict[str, bytes]:
        self.calls.append("report")
        return export_report(record, reading, wish)


@pytest.fixture
def client(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> LocalClient:
    local = LocalClient(tiny_model)
    monkeypatch.setattr(resources, "get_client", lambda: local)
    monkeypatch.setattr(resources, "get_card", lambda: load_card(tiny_model))
    monkeypatch.setattr(resources, "get_comparisons", dict)
    monkeypatch.setattr(resources, "get_document", local.documents.get)
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
        html = [data["html"] for data in components(page) if "html" in data]
        html += [element.proto.body for element in page.get("html")]
        kinds = (page.markdown, page.caption, page.error, page.warning, page.info)
        plain = [str(element.value) for kind in kinds for element in kind]
        return "\n".join([*html, *plain])

    return say


@pytest.fixture
def sheet() -> Callable[[AppTest], dict | None]:
    """Give what a page has the browser draw as its sheet, None if there is none."""

    def sheet(page: AppTest) -> dict | None:
        drawn = [data for data in components(page) if "svg" in data]
        return drawn[0] if drawn else None

    return sheet


@pytest.fixture(scope="module")
def server():
    """Start the app as `make app` does, on a free port."""
    with serve_app() as address:
        yield address


@pytest.fixture(scope="session")
def case_folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the tables of two invented models on the same ECGs."""
    root = tmp_path_factory.mktemp("tables")
    write_cases(root / "one", case_table())
    write_cases(root / "two", case_table(planted=False))
    return root


@pytest.fixture(scope="module")
def cases_server(case_folders):
    """Start the app with tables of cases at hand."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(case_folders))
        with serve_app() as address:
            yield address


@pytest.fixture(scope="module")
def browser():
    if find_browser() is None:
        pytest.skip("needs chromium on the PATH")
    pytest.importorskip("playwright", reason="needs the extra: test")
    with open_browser() as running:
        yield running


@pytest.fixture
def tab(browser, server):
    """One page of the browser, which may talk to the server only."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(90_000)
    foreign = []

    def note(request):
        address = urlparse(request.url)
        if (
            address.scheme.startswith("http")
            and address.netloc != urlparse(server).netloc
        ):
            foreign.append(address.netloc)

    page.on("request", note)
    yield page
    page.close()
    assert foreign == []


@pytest.fixture(scope="session")
def find_ptb_xl(ptb_xl: Path) -> Callable[[str, str], list[str]]:
    """Give the files of the first ECG of a fold whose codes hold all of some words."""

    def find(fold: str, *words: str) -> list[str]:
        with (ptb_xl / "ptbxl_database.csv").open(encoding="utf-8") as file:
            name = next(
                row["filename_lr"]
                for row in csv.DictReader(file)
                if row["strat_fold"] == fold
                and all(word in row["scp_codes"] for word in words)
            )
        return [str(ptb_xl / f"{name}.{ending}") for ending in ("hea", "dat")]

    return find


@pytest.fixture(scope="session")
def complete_lbbb(find_ptb_xl) -> list[str]:
    """Give the files of a held-out ECG with certain left bundle branch block."""
    return find_ptb_xl("10", "'CLBBB': 100.0")


@pytest.fixture(scope="session")
def af_and_lbbb(find_ptb_xl) -> list[str]:
    """Give the files of a training ECG with atrial fibrillation and LBBB."""
    return find_ptb_xl("1", "'AFIB'", "'CLBBB': 100.0")
