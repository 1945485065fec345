import numpy as np
import pytest

from ecgkt.errors import RecordError, ServingError
from ecgkt.serving.client import ServingClient
from ecgkt.simulate.example import EXAMPLES
from pages.shared import resources
from tests.builders.uploads import open_tab, shown_name, upload


def drawn(page):
    """Tell whether a sheet is drawn; the empty one that preloads the code is none."""
    return any('"svg"' in it.proto.json for it in page.get("bidi_component"))


def csv(*, unit: str = "", n_samples: int = 1000) -> bytes:
    """Return a table of eight leads that states no sampling rate."""
    times = np.arange(n_samples) / 100
    wave = np.exp(-(((times % 0.8) - 0.4) ** 2) / 0.0008)
    names = ("I", "II", "V1", "V2", "V3", "V4", "V5", "V6")
    columns = [wave * gain for gain in (0.6, 1.0, -0.4, 0.8, 1.2, 1.3, 1.1, 0.9)]
    header = ",".join(name + unit for name in names)
    rows = [
        ",".join(f"{value:.4f}" for value in row) for row in zip(*columns, strict=True)
    ]
    return "\n".join([header, *rows]).encode()


def test_page_asks_for_a_recording_first(read_page, say):
    assert "Upload a recording" in say(read_page)
    assert not drawn(read_page)
    assert not read_page.error


def test_upload_shows_sheet_and_scores(read_page, wfdb, say, sheet, client):
    page = upload(read_page, wfdb())
    text = say(page)
    assert "Myocardial infarction" in text
    assert shown_name(page) == "demo.hea"
    assert "needs over-reading by a physician" in text
    assert client.calls == ["parse", "read"]
    assert sheet(page)["width"] == 260
    report = open_tab(page, "report")
    assert "What this cannot see" in [one.value for one in report.subheader]


def test_scores_name_model_and_lead_to_its_card(read_page, wfdb, say, client):
    page = upload(read_page, wfdb())
    identity = client.reader.bundle.identity
    assert f"{identity.name} {identity.version}" in say(page)
    assert identity.sha256[:12] in say(page)
    labels = [link.proto.label for link in page.main.get("page_link")]
    assert "Model card" in labels


def test_facts_of_the_recording_are_stated(read_page, wfdb, say):
    text = say(upload(read_page, wfdb()))
    for fact in ("WFDB", "500 Hz", "10.0 s", "0.0–10.0 s of 10.0 s", "Accepted"):
        assert fact in text


def test_rerun_parses_and_reads_nothing_again(read_page, wfdb, client):
    page = upload(read_page, wfdb())
    page.run().run()
    assert client.calls == ["parse", "read"]


def test_bytes_are_dropped_once_parsed(read_page, wfdb):
    page = upload(read_page, wfdb())
    uploads = page.session_state["up"]
    assert [file.getvalue() for file in uploads] == [b"", b""]


def test_broken_file_is_one_sentence_and_the_next_upload_works(read_page, wfdb, say):
    page = upload(read_page, [("photo.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "")])
    assert len(page.error) == 1
    assert "photo.csv" in page.error[0].value.replace("\\", "")
    assert not drawn(page)
    page = upload(page, wfdb())
    assert not page.error
    assert drawn(page)
    assert "Detected" in say(page)


def test_header_alone_names_its_missing_partner(read_page, wfdb):
    page = upload(read_page, [wfdb()[1]])
    assert "demo.dat" in page.error[0].value


def test_unit_and_rate_are_asked_for_and_then_used(read_page, say):
    page = upload(read_page, [("table.csv", csv(), "text/csv")])
    assert "does not state its sampling rate" in say(page)
    assert not drawn(page)
    page.number_input(key="fs").set_value(100.0)
    page.selectbox(key="unit").set_value("mV").run()
    assert not page.error
    assert "100 Hz" in say(page)
    assert drawn(page)


def test_age_below_18_takes_the_scores_back(read_page, wfdb, say, client):
    page = upload(read_page, wfdb())
    page.number_input(key="age").set_value(12).run()
    text = say(page)
    assert "Not scored" in page.error[0].value
    assert "Not assessed" in text
    assert "Detected" not in text
    assert "12 years, as entered" in text
    assert drawn(page)
    assert client.calls == ["parse", "read", "read"]


def test_stated_sex_is_shown_and_read_again(read_page, wfdb, say, client):
    page = upload(read_page, wfdb())
    assert "as entered" not in say(page)
    page.selectbox(key="sex").set_value("female").run()
    assert "female, as entered" in say(page)
    assert "390–460 ms" in say(open_tab(page, "measurements"))
    assert client.calls == ["parse", "read", "read"]


def test_several_recordings_are_all_within_reach(read_page, wfdb, say):
    files = [*wfdb("one"), *wfdb("two", "af"), *wfdb("three", "lbbb")]
    page = upload(read_page, files)
    listed = [b.label for b in page.button if str(b.key).startswith("show-")]
    assert [label.split(" – ")[0] for label in listed] == [
        "one.hea",
        "two.hea",
        "three.hea",
    ]
    assert shown_name(page) == "one.hea"
    page.button(key="step-chevron_left").click().run()
    assert shown_name(page) == "three.hea"
    page.button(key="step-chevron_left").click().run()
    assert shown_name(page) == "two.hea"
    assert "2 of 3" in say(page)
    assert "All 3 readings" in say_buttons(open_tab(page, "report"))


def test_recording_is_forgotten_and_its_file_is_not_read_again(read_page, wfdb, client):
    page = upload(read_page, [*wfdb("one"), *wfdb("two", "af")])
    calls = list(client.calls)
    page.button(key="forget-one").click().run()
    assert shown_name(page) == "two.hea"
    page.button(key="forget-one").click().run()
    assert not drawn(page)
    assert not page.error
    assert client.calls == calls


def test_all_recordings_are_forgotten_at_once(read_page, wfdb, client):
    page = upload(read_page, [*wfdb("one"), *wfdb("two", "af")])
    page.button(key="forget-all").click().run()
    assert not drawn(page)
    assert not page.error


def test_forgotten_example_is_no_longer_chosen(read_page):
    page = read_page.segmented_control(key="source").set_value("example").run()
    page.selectbox(key="example").set_value("af").run()
    page.button(key="forget-one").click().run()
    assert page.selectbox(key="example").value is None
    assert not drawn(page)


def say_buttons(page):
    return " ".join(one.proto.label for one in page.get("download_button"))


def test_one_bad_recording_does_not_stop_the_others(read_page, wfdb):
    page = upload(read_page, [*wfdb("good"), ("bad.csv", b"not an ecg", "")])
    assert len(page.error) == 1
    assert drawn(page)


def test_more_recordings_than_are_held_are_refused(read_page, client, monkeypatch):
    monkeypatch.setattr(client, "group", lambda files: [("x", (f,)) for f in files])
    page = upload(read_page, [(f"{n}.csv", b"1,2", "") for n in range(101)])
    assert "found 101" in page.error[0].value
    assert client.calls == []


def test_file_taken_out_of_the_uploader_is_forgotten(read_page, wfdb):
    page = upload(read_page, wfdb())
    page = upload(page, [])
    assert not drawn(page)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_made_on_demand_and_called_simulated(read_page, say, name):
    page = read_page
    page.segmented_control(key="source").set_value("example").run()
    assert not drawn(page)
    page.selectbox(key="example").set_value(name).run()
    assert shown_name(page) == f"Simulated: {EXAMPLES[name]}"
    assert drawn(page)


def test_library_is_offered_only_when_the_operator_names_a_folder(
    app, client, wfdb, tmp_path, monkeypatch
):
    page = app.switch_page("pages/1_Read_ECG.py").run()
    assert "Library" not in page.segmented_control(key="source").options
    wfdb("ward")
    monkeypatch.setenv("ECGKT_LIBRARY", str(tmp_path))
    page.run().segmented_control(key="source").set_value("library").run()
    page.selectbox(key="library").set_value("ward").run()
    assert not page.error
    assert shown_name(page) == "ward"
    assert drawn(page)


def test_hostile_name_is_shown_cut_and_without_power(read_page, wfdb, say):
    hostile = "![x](http://evil.example/a)<img src=x onerror=alert(1)>" + "a" * 200
    page = upload(read_page, [(f"../../{hostile}.csv", b"junk", "text/csv")])
    message = page.error[0].value
    assert "<img" not in message.replace("\\<", "")
    assert "](http" not in message.replace("\\]", "")
    assert "a" * 81 not in say(page)


def test_busy_server_is_said_and_the_sheet_still_drawn(
    read_page, wfdb, say, client, monkeypatch
):
    def busy(_record, **_options):
        raise ServingError("The server is busy; try again in a few seconds.")

    real = client.read
    monkeypatch.setattr(client, "read", busy)
    page = upload(read_page, wfdb())
    assert "busy" in page.error[0].value
    assert drawn(page)
    monkeypatch.setattr(client, "read", real)
    (again,) = [button for button in page.button if button.label == "Read again"]
    again.click().run()
    assert not page.error
    assert "Diagnoses" in say(page)


def test_mistake_in_the_program_is_not_caught(read_page, wfdb, client, monkeypatch):
    def mistaken(_files, _stated):
        raise ZeroDivisionError

    monkeypatch.setattr(client, "parse", mistaken)
    assert upload(read_page, wfdb()).exception


def test_failed_upload_can_be_tried_again(read_page, wfdb, client, monkeypatch):
    real = client.parse
    monkeypatch.setattr(client, "parse", refuse)
    monkeypatch.setattr(client, "group", refuse)
    page = upload(read_page, wfdb())
    assert page.error
    monkeypatch.setattr(client, "parse", real)
    (again,) = [button for button in page.button if button.label == "Try again"]
    again.click().run()
    assert not page.error
    assert drawn(page)


@pytest.mark.slow
def test_upload_goes_through_the_real_workers(
    read_page, wfdb, say, tiny_model, monkeypatch
):
    with ServingClient(model=tiny_model) as client:
        monkeypatch.setattr(resources, "get_client", lambda: client)
        page = upload(read_page, [("bad.csv", b"not an ecg", "")])
        assert len(page.error) == 1
        page = upload(page, wfdb())
    assert not page.error
    assert "Detected" in say(page)


def refuse(_files, _stated=None):
    raise RecordError("The reader is not to be had.")
