"""Whatever is done with a recording on any page leaves its line, and no name."""

import json
from hashlib import sha256

import pytest

from ecgkt.pipeline.explain_record import explain_record
from ecgkt.results.explanations import ExplanationTable
from ecgkt.results.second_opinion import SecondOpinionTable
from pages.shared import resources, take_away
from tests.builders.explanation_documents import invented_document
from tests.builders.local_bulk import LocalBulk
from tests.builders.uploads import open_tab, upload, upload_and_open
from tests.builders.waiting import wait_until

READ, COMPARE, LIST = (
    "pages/1_Read_ECG.py",
    "pages/2_Compare_ECGs.py",
    "pages/3_Worklist.py",
)
CANARY = "ZZPHI"


@pytest.fixture
def place(tmp_path, monkeypatch):
    path = tmp_path / "log" / "audit.jsonl"
    path.parent.mkdir()
    monkeypatch.setenv("ECGKT_AUDIT", str(path))
    return path


@pytest.fixture
def bulk(tiny_model, client, monkeypatch):
    bulk = LocalBulk(tiny_model)
    monkeypatch.setattr(resources, "get_bulk", lambda: bulk)
    return bulk


@pytest.fixture
def offered(monkeypatch):
    """Collect what download buttons would make at a click."""
    made = {}
    real = take_away.st.download_button

    def offer(label, make, *rest, **looks):
        made[label] = make
        return real(label, make, *rest, **looks)

    monkeypatch.setattr(take_away.st, "download_button", offer)
    return made


def lines(path):
    text = path.read_text(encoding="ascii")
    assert CANARY not in text
    return [json.loads(line) for line in text.splitlines()]


def actions(path):
    return [line["action"] for line in lines(path)]


def hashes(files):
    return sorted(sha256(content).hexdigest() for _, content, _ in files)


def test_upload_reading_report_and_refusal_are_written_down(
    place, read_page, client, wfdb, offered
):
    files = wfdb(f"{CANARY}-Smith")
    bad = (f"{CANARY}.csv", b"no table", "")
    page = open_tab(upload(read_page, [*files, bad]), "report")
    assert not page.exception
    weights = client.reader.bundle.identity.sha256
    found = lines(place)
    assert actions(place) == ["refused", "upload", "read"]
    assert {line["user"] for line in found} == {"local"}
    assert found[0]["file_sha256"] == hashes([bad])
    assert sorted(found[1]["file_sha256"]) == hashes(files)
    assert found[1]["weights_sha256"] is None
    assert found[2]["file_sha256"] == found[1]["file_sha256"]
    assert found[2]["weights_sha256"] == weights
    for make in (offered["PDF"], offered["All 1 readings (JSON)"]):
        assert make()
        last = lines(place)[-1]
        assert (last["action"], last["weights_sha256"]) == ("export", weights)
        assert sorted(last["file_sha256"]) == hashes(files)
    page.run()
    assert len(lines(place)) == 5


def test_map_and_second_opinion_are_written_down(
    place, read_page, client, wfdb, second_opinion, exact_table
):
    weights = client.reader.bundle.identity.sha256
    document = ExplanationTable.from_dict(invented_document(weights))
    client.documents[ExplanationTable] = document
    client.documents[SecondOpinionTable] = exact_table
    client.second = second_opinion
    client.explain = lambda record, request: explain_record(
        client.reader.bundle, client.reader.heads, record, request
    )
    files = wfdb("a")
    page = upload_and_open(read_page, files, "explain")
    page.toggle(key="saliency").set_value(True).run()
    page.toggle(key="exact_on").set_value(True).run()
    assert not page.exception
    assert actions(place) == ["upload", "read", "map", "opinion"]
    *_, mapped, opinion = lines(place)
    assert sorted(mapped["file_sha256"]) == hashes(files)
    assert mapped["weights_sha256"] == weights
    assert opinion["weights_sha256"] not in (weights, None)


def test_simulated_example_leaves_no_line(place, read_page):
    read_page.segmented_control(key="source").set_value("example").run()
    read_page.selectbox(key="example").set_value("lbbb").run()
    assert not read_page.exception
    assert lines(place) == []


def test_home_says_that_there_is_an_audit_file(place, app, say, monkeypatch):
    assert "keeps an audit file" in say(app.run())
    monkeypatch.delenv("ECGKT_AUDIT")
    text = say(app.run())
    assert "keeps an audit file" not in text
    assert "nothing of them is kept on disk" in text


def test_nothing_is_written_by_default(read_page, wfdb, tmp_path, monkeypatch):
    monkeypatch.delenv("ECGKT_AUDIT", raising=False)
    files = wfdb("a")
    before = sorted(tmp_path.rglob("*"))
    assert not upload(read_page, files).exception
    assert sorted(tmp_path.rglob("*")) == before


def test_user_behind_a_login_has_a_name_that_says_nothing(place, app, wfdb):
    claims = {"iss": "https://login.example.org", "sub": f"{CANARY}-reader"}
    app.secrets["auth"] = {"cookie_secret": "a long random text"}
    app.user.update(claims, is_logged_in=True, email=f"{CANARY}@example.org")
    upload(app.switch_page(READ).run(), wfdb("a"))
    (user,) = {line["user"] for line in lines(place)}
    assert user != "local"
    assert len(user) == 32


def test_place_that_cannot_be_written_stops_every_page(place, app, client, wfdb):
    place.mkdir()
    for name in (None, READ, COMPARE, LIST, "pages/7_Model_Card.py"):
        page = app.switch_page(name or "app.py").run()
        assert "ECGKT\\_AUDIT must name a file" in page.error[0].value
        assert not page.title
        assert not page.get("file_uploader")
    assert client.calls == []


def test_reading_that_cannot_be_written_down_is_not_shown(
    place, read_page, client, wfdb, say, sheet
):
    place.unlink()
    place.mkdir()
    page = upload(read_page, wfdb("a"))
    assert "ECGKT_AUDIT must name a file" in say(page).replace("\\", "")
    assert "read" not in client.calls
    assert sheet(page) is None
    place.rmdir()
    page = page.run()
    assert not page.error
    assert actions(place) == ["upload", "read"]


def test_library_and_comparison_are_written_down(
    place, app, wfdb, tmp_path, monkeypatch, offered
):
    first, second = wfdb("a"), wfdb("b", "lbbb")
    page = app.switch_page(COMPARE).run()
    page.file_uploader(key="up").set_value([*first, *second]).run()
    assert not page.exception
    assert actions(place) == ["upload"] * 2 + ["read"] * 2 + ["compare"]
    both = hashes([*first, *second])
    assert sorted(lines(place)[-1]["file_sha256"]) == both
    page.run()
    assert len(lines(place)) == 5
    offered["Changes (CSV)"]()
    assert lines(place)[-1]["action"] == "export"
    assert sorted(lines(place)[-1]["file_sha256"]) == both
    monkeypatch.setenv("ECGKT_LIBRARY", str(tmp_path))
    third = wfdb("c", "af")
    page.switch_page(READ).run()
    page.segmented_control(key="source").set_value("library").run()
    page.selectbox(key="library").set_value("c").run()
    opened, read = lines(place)[-2:]
    assert (opened["action"], read["action"]) == ("library", "read")
    assert sorted(opened["file_sha256"]) == hashes(third) == sorted(read["file_sha256"])


def test_worklist_is_written_down_to_its_over_read(place, app, bulk, wfdb, offered):
    files = wfdb(f"{CANARY}-Smith")
    page = app.switch_page(LIST).run()
    page.file_uploader(key="list-up-0").set_value(files).run()
    (worklist,) = page.session_state["ecgkt-worklist"]
    wait_until(lambda: len(worklist.rows) == 1)
    page.run()
    (key,) = [row.key for row in worklist.rows]
    offered["Table (CSV)"]()
    page.switch_page(READ)
    page.query_params["case"] = key[:12]
    page.run()
    page.button(key="list-mark-agree").click().run()
    assert not page.exception
    told = ["upload", "worklist", "export", "open", "over-read"]
    assert actions(place) == told
    assert all(sorted(one["file_sha256"]) == hashes(files) for one in lines(place))
    place.unlink()
    place.mkdir()
    page.button(key="list-mark-later").click().run()
    assert page.error
    place.rmdir()
    page.run()
    assert page.session_state["ecgkt-over-reads"][key].mark == "agree"
