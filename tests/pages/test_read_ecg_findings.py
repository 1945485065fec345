"""Measurements, findings and the click that marks the trace, on the page."""

import re
from base64 import b64decode
from dataclasses import replace

import pytest

from ecgkt.bundle.delineator import Installed
from ecgkt.pipeline.reader import Reader
from ecgkt.results.delineation import DelineationTable
from tests.builders.planted_waves import MASK_FS, planted
from tests.builders.uploads import open_tab, upload


class Exact:
    """A delineator that knows where the waves of one example are."""

    mask_fs = MASK_FS

    def __init__(self, name):
        self.masks = planted(name, seed=0)[1]

    def __call__(self, signal, fs, rows):
        return self.masks(signal, fs, rows)


@pytest.fixture
def exact(client):
    """Let the page's reader measure one example with exact masks."""

    def install(name):
        client.reader = Reader(client.reader.bundle, None, Installed(Exact(name)))

    return install


def show_example(page, name):
    page.segmented_control(key="source").set_value("example").run()
    return page.selectbox(key="example").set_value(name).run()


def marked(page, sheet):
    """Count the stretches that are marked on the sheet."""
    drawn = re.search(r'<path class="spans" d="([^"]*)"', sheet(page)["svg"])
    return drawn[1].count("M") if drawn else 0


def test_without_delineator_rate_and_axis_are_shown_and_durations_say_why(
    read_page, wfdb, say
):
    text = say(open_tab(upload(read_page, wfdb()), "measurements"))
    assert "Heart rate" in text
    assert "No durations: no delineator is installed." in text
    assert "not measurable" in text
    assert "needs over-reading by a physician" in text


def test_measured_values_stand_with_range_spread_and_source(read_page, say, exact):
    exact("lbbb")
    text = say(open_tab(show_example(read_page, "lbbb"), "measurements"))
    assert "120–200 ms" in text
    assert "± " in text
    assert "Surawicz" in text
    for formula in ("Fridericia", "Bazett", "Framingham", "Hodges"):
        assert f"QTc {formula}" in text
    assert "No durations" not in text


def test_bazett_is_warned_of_where_it_misleads(read_page, say, exact, wfdb, client):
    exact("normal")
    slow = open_tab(show_example(read_page, "normal"), "measurements")
    assert "Bazett misleads" not in say(slow)
    real = client.read

    def slower(record, **options):
        reading = real(record, **options)
        values = dict(reading.measurements)
        values["qtc_bazett_ms"] = replace(
            values["qtc_bazett_ms"], note="Bazett misleads below 60 and above 100 bpm"
        )
        return replace(reading, measurements=values)

    client.read = slower
    exact("long-qt")
    page = show_example(slow, "long-qt")
    assert "Bazett misleads" in say(page)


def test_validity_of_the_delineator_stands_beside_the_values(
    read_page, say, exact, client
):
    end = {"mean": 0.0, "sd": 5.0, "sd_within": 4.0}
    shares = dict.fromkeys(("sensitivity", "ppv", "ppv_of_complete_marks"), 0.99)
    wave = {**shares, "onset_ms": end, "offset_ms": end}
    client.documents[DelineationTable] = DelineationTable.from_dict(
        {
            "n_records": 100,
            "tolerance_ms": 150.0,
            "waves": dict.fromkeys(("p", "qrs", "t"), wave),
            "folds": 5,
        }
    )
    exact("normal")
    page = open_tab(show_example(read_page, "normal"), "measurements")
    assert "judged on 100 recordings" in say(page)


def test_median_beat_is_drawn_with_its_boundaries(read_page, exact):
    exact("normal")
    page = open_tab(show_example(read_page, "normal"), "measurements")
    bodies = [one.proto.body for one in page.get("html")]
    (html,) = [body for body in bodies if 'class="ek-median"' in body]
    assert "qrs onset -" in html
    source = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', html)[1]
    svg = b64decode(source).decode()
    assert svg.count(">QRS<") == 4
    assert svg.count("data-lead=") == 12


def test_finding_is_listed_with_what_it_supports(read_page, say, exact):
    exact("lbbb")
    page = show_example(read_page, "lbbb")
    labels = [one.label for one in page.button]
    assert any(label.startswith("Left bundle branch block, QRS") for label in labels)
    text = say(page)
    assert "QRS lasts" in text
    assert "Supports" in text
    assert "Complete left bundle branch block" in text


def test_click_marks_the_trace_and_a_second_click_unmarks_it(read_page, exact, sheet):
    exact("lbbb")
    page = show_example(read_page, "lbbb")
    assert marked(page, sheet) == 0
    page.button(key="finding-qrs_lbbb").click().run()
    assert marked(page, sheet) >= 12
    assert sheet(page)["svg"].count('class="bracket"') == 4
    assert sheet(page)["pointed"].startswith("Left bundle branch block")
    page.button(key="finding-qrs_lbbb").click().run()
    assert marked(page, sheet) == 0


def test_refused_recording_has_neither(read_page, wfdb, say):
    page = upload(read_page, wfdb(duration=2.0))
    assert not page.exception
    assert say(page).count("Not assessed") > 2
    assert not [one for one in page.button if str(one.key).startswith("finding-")]


def test_disagreement_stands_first_and_says_how(read_page, say, exact, client):
    exact("normal")
    real = client.read

    def mistaken(record, **options):
        reading = real(record, **options)
        findings = [
            replace(one, disagrees=("CRBBB",)) if one.code == "qrs_normal" else one
            for one in reading.findings
        ]
        return replace(reading, findings=tuple(findings))

    client.read = mistaken
    text = say(show_example(read_page, "normal"))
    assert "Measured evidence disagrees with the model: the model calls" in text


def listed(page):
    return [one.key for one in page.button if str(one.key).startswith("finding-")]


def test_normal_values_are_listed_only_once_their_list_is_open(
    read_page, exact, client
):
    exact("normal")
    real = client.read

    def agreeing(record, **options):
        reading = real(record, **options)
        findings = [replace(finding, disagrees=()) for finding in reading.findings]
        return replace(reading, findings=tuple(findings))

    client.read = agreeing
    page = show_example(read_page, "normal")
    assert "finding-qrs_normal" not in listed(page)
    page.session_state["quiet"] = True
    page.run()
    assert "finding-qrs_normal" in listed(page)


def test_number_of_the_card_shows_itself_on_the_sheet(read_page, exact, sheet, say):
    exact("lbbb")
    page = show_example(read_page, "lbbb")
    assert 'data-ask="qrs_lbbb"\n aria-pressed="false"' in say(page)
    page.button(key="finding-qrs_lbbb").click().run()
    assert 'data-ask="qrs_lbbb"\n aria-pressed="true"' in say(page)
