"""The audit file of the real server: a morning's work in a browser, line by line."""

import io
import json
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from ecgkt.bench.browser import ROOT, serve, upload
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.simulate.example import simulate_example
from tests.builders.uploads import choose_part

pytestmark = pytest.mark.slow
CANARY = "ZZPHI-Smith"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("log") / "audit.jsonl"


@pytest.fixture(scope="module")
def server(place):
    """Start the app as an operator does who wants an audit file."""
    settings = {"ECGKT_AUDIT": str(place)}
    with serve(ROOT / "app.py", settings=settings) as address:
        yield address


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    write_wfdb(simulate_example("lbbb"), folder, CANARY)
    return sorted(map(str, folder.iterdir()))


def lines(place):
    text = place.read_text("ascii")
    assert CANARY not in text
    return [json.loads(line) for line in text.splitlines()]


def taken(tab, title):
    """Return the file that a button gives."""
    button = tab.get_by_role("button", name=title)
    with tab.expect_download(timeout=90_000) as download:
        button.click()
    return Path(download.value.path()).read_bytes()


def test_every_step_of_a_reading_has_its_line(tab, server, place, files):
    upload(tab, server, files)
    choose_part(tab, "Report")
    assert taken(tab, "PDF").startswith(b"%PDF")
    found = lines(place)
    told = ["upload", "read", "export"]
    assert [line["action"] for line in found] == told
    hashes = sorted(sha256(Path(path).read_bytes()).hexdigest() for path in files)
    assert all(sorted(line["file_sha256"]) == hashes for line in found)
    weights = {line["weights_sha256"] for line in found[1:]}
    names = ("model.safetensors", "additive.safetensors")
    shipped = [(ROOT / "ecgkt/bundled" / name).read_bytes() for name in names]
    assert weights == {sha256(b"".join(shipped)).hexdigest()}


def test_reports_of_a_list_are_written_down_when_they_are_taken(
    tab, server, place, files
):
    n_before = len(lines(place)) if place.exists() else 0
    tab.goto(f"{server}/Worklist")
    field = tab.locator('input[type="file"]').first
    field.wait_for(state="attached")
    tab.wait_for_load_state("networkidle")
    field.set_input_files(files)
    tab.get_by_role("button", name="Prepare all reports").click()
    content = taken(tab, "All 1 reports (zip)")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert sorted(packed.namelist()) == ["recording-1.pdf", "worklist.csv"]
        assert CANARY not in packed.read("worklist.csv").decode()
    told = [line["action"] for line in lines(place)[n_before:]]
    assert told == ["upload", "worklist", "export"]


def test_lost_place_gives_no_file_and_stops_the_page(tab, server, place, files):
    upload(tab, server, files)
    choose_part(tab, "Report")
    button = tab.get_by_role("button", name="PDF", exact=True)
    button.wait_for()
    place.rename(place.with_suffix(".old"))
    place.mkdir()
    offered = []
    tab.on("download", lambda download: offered.append(download))
    button.click()
    tab.get_by_text("Failed to generate file").first.wait_for()
    assert offered == []
    tab.reload()
    tab.get_by_text("ECGKT_AUDIT must name a file").wait_for()
    assert tab.locator('input[type="file"]').count() == 0
    place.rmdir()
    tab.reload()
    tab.locator('input[type="file"]').first.wait_for(state="attached")
