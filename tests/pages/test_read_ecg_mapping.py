"""A table that does not say which column is which lead is asked about, then read."""

import pytest

from ecgkt.simulate.example import simulate_example
from tests.builders.uploads import shown_name, upload

RECORD = simulate_example("normal", seed=0)


def table(*, names: str = "", n_leads: int = 12, scale: float = 1000.0) -> bytes:
    """Return a table of the example in µV without unit or rate."""
    cells = (RECORD.signal[:n_leads].T * scale).round().astype(int).tolist()
    return "\n".join([names, *(",".join(map(str, row)) for row in cells)]).encode()


def field(page, kind, name):
    (found,) = [one for one in page.get(kind) if str(one.key).startswith(name)]
    return found


def leads(page):
    found = [one for one in page.selectbox if str(one.key).startswith("map-lead-")]
    return [one.value for one in found]


def read(page):
    return page.button(key="map-read").click().run()


@pytest.fixture
def asked(read_page):
    return upload(read_page, [("table.csv", table(), "text/csv")])


def test_table_without_names_is_asked_about_and_not_scored(asked, say, client):
    text = say(asked)
    assert "Which column is which lead?" in [one.value for one in asked.subheader]
    assert "does not state its sampling rate" in text
    assert "does not state the unit" in text
    assert "The limb leads fit together" in text
    assert leads(asked)[:4] == ["I", "II", "III", "aVR"]
    assert "read" not in client.calls
    assert not asked.error


def test_answer_is_read_and_scored(asked, say, client):
    field(asked, "number_input", "map-fs-").set_value(500.0)
    field(asked, "selectbox", "map-unit-").set_value("uV")
    page = read(asked.run())
    text = say(page)
    assert shown_name(page) == "table.csv"
    assert "Leads were assigned as entered" in text
    assert "500 Hz" in text
    assert client.calls.count("read") == 1
    assert abs(client.read_signals[0] - RECORD.signal).max() < 0.001


def test_answer_without_rate_is_asked_for_again(asked, client):
    page = read(asked)
    assert "does not state its sampling frequency" in page.error[0].value
    assert "read" not in client.calls
    field(page, "number_input", "map-fs-").set_value(500.0)
    field(page, "selectbox", "map-unit-").set_value("uV")
    assert shown_name(read(page.run())) == "table.csv"


def test_columns_can_be_exchanged_and_left_out(asked, client):
    field(asked, "number_input", "map-fs-").set_value(500.0)
    field(asked, "selectbox", "map-unit-").set_value("uV")
    field(asked, "selectbox", "map-lead-0-").set_value("II")
    field(asked, "selectbox", "map-lead-1-").set_value("I")
    field(asked, "selectbox", "map-lead-2-").set_value(None)
    page = read(asked.run())
    assert not page.error
    (signal,) = client.read_signals
    assert abs(signal[0] - RECORD.signal[1]).max() < 0.001
    assert abs(signal[1] - RECORD.signal[0]).max() < 0.001
    # The third column is not used: III comes of the other two.
    assert abs(signal[2] + RECORD.signal[2]).max() < 0.003


def test_the_same_lead_twice_is_one_sentence(asked, client):
    field(asked, "number_input", "map-fs-").set_value(500.0)
    field(asked, "selectbox", "map-unit-").set_value("uV")
    field(asked, "selectbox", "map-lead-1-").set_value("I")
    page = read(asked.run())
    assert "Lead I was given to two columns" in page.error[0].value
    assert "read" not in client.calls


def test_left_out_table_is_gone(asked, say, client):
    page = asked.button(key="map-leave").click().run()
    assert not page.subheader or "Which column" not in page.subheader[0].value
    assert "Upload a recording" in say(page)
    assert "read" not in client.calls


def test_sure_table_goes_straight_on_and_its_mapping_can_be_changed(
    read_page, say, client
):
    names = ",".join(f"{lead} (uV)" for lead in ("I", "II", "V1"))
    rows = "\n".join(
        ",".join(str(round(1000 * cell)) for cell in row)
        for row in RECORD.signal[[0, 1, 6]].T.tolist()
    )
    content = f"# fs: 500\n{names}\n{rows}".encode()
    page = upload(read_page, [("named.csv", content, "")])
    assert client.calls == ["parse", "read"]
    page = page.button(key="remap").click().run()
    assert "Change the mapping" in [one.value for one in page.subheader]
    assert leads(page) == ["I", "II", "V1"]
    field(page, "selectbox", "map-lead-2-").set_value("V2")
    page = read(page.run())
    assert "as entered: column 1–3: I, II, V2" in say(page)
    assert abs(client.read_signals[-1][7] - RECORD.signal[6]).max() < 0.001


def test_other_cut_is_looked_at_again(read_page, client):
    content = b"Ward 7\n" + table(n_leads=8)
    page = upload(read_page, [("odd.csv", content, "")])
    assert field(page, "number_input", "map-skip_lines-").value == 2
    page = field(page, "number_input", "map-skip_lines-").set_value(52).run()
    assert client.calls == ["parse", "group", "layout", "layout"]
    assert field(page, "number_input", "map-skip_lines-").value == 52
    assert leads(page) == ["I", "II", "V1", "V2", "V3", "V4", "V5", "V6"]


def test_table_of_the_library_is_asked_about_and_left_out(
    app, say, client, tmp_path, monkeypatch
):
    (tmp_path / "ward.csv").write_bytes(table())
    monkeypatch.setenv("ECGKT_LIBRARY", str(tmp_path))
    page = app.switch_page("pages/1_Read_ECG.py").run()
    page = page.segmented_control(key="source").set_value("library").run()
    (name,) = page.selectbox(key="library").options
    page = page.selectbox(key="library").set_value(name).run()
    assert "Which column is which lead?" in [one.value for one in page.subheader]
    assert not page.error
    page = page.button(key="map-leave").click().run()
    assert page.selectbox(key="library").value is None
    page = page.selectbox(key="library").set_value(name).run()
    field(page, "number_input", "map-fs-").set_value(500.0)
    field(page, "selectbox", "map-unit-").set_value("uV")
    page = read(page.run())
    assert "Leads were assigned as entered" in say(page)
    assert client.calls.count("read") == 1
    page = page.button(key="remap").click().run()
    field(page, "number_input", "map-fs-").set_value(250.0)
    page = read(page.run())
    assert "250 Hz" in say(page)
    assert client.calls.count("read") == 2


def test_mapping_is_taken_away_as_predict_takes_it(asked):
    field(asked, "number_input", "map-fs-").set_value(500.0)
    page = asked.run()
    labels = [one.proto.label for one in page.get("download_button")]
    assert "This mapping as a file" in labels
