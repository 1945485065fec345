"""Long recordings have a window to choose, and what cannot be scored is shown."""

import json

import numpy as np
import pytest

from ecgkt.report.reading_json import SCHEMA
from ecgkt.vocab.leads import LEADS
from pages.read_ecg.show_downloads import to_json
from pages.shared.recording import Asked
from tests.builders.beat_families import planted_beats
from tests.builders.uploads import open_tab, upload

FS = 100


def table(*, leads=LEADS, duration=10, noise=0):
    """Return an upload of planted beats, its first seconds noisy."""
    signal, _middles = planted_beats(72, fs=FS, duration=duration)
    rng = np.random.default_rng(0)
    signal[:, : noise * FS] += rng.normal(size=(12, noise * FS)).astype(np.float32)
    rows = [f"# fs: {FS}", "# age: 50", ",".join(f"{lead} (mV)" for lead in leads)]
    chosen = signal[[LEADS.index(lead) for lead in leads]].T
    rows += [",".join(f"{value:.4f}" for value in row) for row in chosen]
    return [("a.csv", "\n".join(rows).encode(), "")]


def sliders(page):
    return {slider.label.split(" (")[0]: slider for slider in page.slider}


@pytest.mark.parametrize("duration", [8.5, 10])
def test_ten_seconds_have_no_window_to_choose(read_page, duration):
    assert not upload(read_page, table(duration=duration)).slider


def test_preset_is_the_first_clean_window_and_the_sheet_shows_it(read_page, say, sheet):
    page = upload(read_page, table(duration=40, noise=8))
    assert sliders(page)["Scored and measured from"].value == 10
    assert sliders(page)["Sheet begins at"].value == 10
    assert sheet(page)["start"] == 10
    text = say(page)
    assert "10.0–20.0 s of 40.0 s" in text
    assert "is the first clean one" in text
    assert "From 10.0–20.0 s of the samples" in say(open_tab(page, "measurements"))


def test_another_window_is_read_shown_and_handed_on(read_page, say, sheet, client):
    page = upload(read_page, table(duration=40))
    sliders(page)["Scored and measured from"].set_value(25.0).run()
    assert client.calls == ["parse", "read", "read"]
    assert sheet(page)["start"] == 25
    assert "From 25.0–35.0 s of the samples" in say(open_tab(page, "measurements"))
    held = next(iter(page.session_state["ecgkt-records"].values()))
    reading = page.session_state["ecgkt-said"][held.key, Asked(start_s=25.0)]
    document = json.loads(to_json([reading], (), is_named=False))
    assert document["schema"] == SCHEMA
    assert document["readings"][0]["record"]["start_s"] == 25
    sliders(page)["Scored and measured from"].set_value(0.0).run()
    assert client.calls == ["parse", "read", "read"]
    assert sheet(page)["start"] == 0


def test_sheet_can_be_moved_away_from_the_window(read_page, sheet, client):
    page = upload(read_page, table(duration=40))
    sliders(page)["Sheet begins at"].set_value(30.0).run()
    assert sheet(page)["start"] == 30
    assert client.calls == ["parse", "read"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"leads": ("I", "II", "V2")}, "missing: V1, V3, V4, V5, V6. Found: I, II, V2"),
        ({"duration": 5}, "the recording lasts 5.0 s"),
    ],
)
def test_what_is_only_measured_has_no_empty_panels(
    changes, words, read_page, say, sheet
):
    page = upload(read_page, table(**changes))
    text = say(page)
    assert words in text
    assert "Measured, not scored" in text
    assert "72 bpm" in say(open_tab(page, "measurements"))
    assert sheet(page)
    report = open_tab(page, "report")
    assert "PDF" in str([one.proto for one in report.get("download_button")])
    assert not page.error
    for panel in ("Myocardial infarction", "Estimated from the ECG", "Not assessed"):
        assert panel not in text


def test_single_lead_is_its_own_rhythm_strip(read_page, say, sheet):
    page = upload(read_page, table(leads=("V5",)))
    (rhythm,) = [box for box in page.selectbox if box.label == "Rhythm"]
    assert (rhythm.options, rhythm.value) == (["V5"], "V5")
    assert "Missing leads" in say(page)
    assert "no values: I, II, III" in sheet(page)["svg"]
