"""A recording that lacks leads, on the page: what is told, drawn and left out."""

from dataclasses import replace

import numpy as np
import pytest

from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.results.fewer_leads import FewerLeadsTable
from ecgkt.simulate.example import simulate_example
from ecgkt.vocab.leads import LEADS
from tests.builders.fewer_leads import fewer_leads_document, tiny_fewer_leads
from tests.builders.uploads import open_tab, upload

WITHOUT_V3 = [lead for lead in LEADS if lead != "V3"]
TOGGLE = "estimated-leads"


@pytest.fixture
def open_few(read_page, client, tmp_path):
    client.reader.fewer = tiny_fewer_leads()
    table = FewerLeadsTable.from_dict(fewer_leads_document())
    client.documents[FewerLeadsTable] = table

    def open_few(leads):
        record = simulate_example("normal", seed=7, fs=500.0)
        is_kept = np.array([lead in leads for lead in LEADS])[:, None]
        signal = np.where(is_kept, record.signal, np.float32(np.nan))
        header = write_wfdb(replace(record, signal=signal), tmp_path, "few")
        files = sorted(header.parent.glob("few.*"))
        return upload(read_page, [(p.name, p.read_bytes(), "") for p in files])

    return open_few


def toggles(page):
    return [one for one in page.toggle if one.key == TOGGLE]


def test_one_lead_alone_gives_one_clear_sentence_and_no_diagnoses(open_few, say):
    text = say(open_few(["I"]))
    assert "Estimated from fewer leads (I)" in text
    assert "Estimated from lead I alone" in text
    assert "Second to a reading of all leads" in text
    assert "tiny-fewer 0" in text
    assert "Not scored: leads I, II, V1" in text
    assert "Myocardial infarction" not in text  # a super-class of the main model


def test_lead_that_determines_nothing_is_told_in_a_sentence(open_few, say):
    text = say(open_few(["III"]))
    assert "Nothing can be estimated from these leads" in text
    assert "Estimated from" not in text


def test_whole_recording_has_no_such_block(read_page, client, wfdb, say):
    client.reader.fewer = tiny_fewer_leads()
    page = upload(read_page, wfdb())
    assert "fewer leads" not in say(page)
    assert not toggles(page)


def test_estimated_lead_is_dashed_on_demand_and_never_measured(open_few, sheet, say):
    page = open_few(WITHOUT_V3)
    before, (toggle,) = say(page), toggles(page)
    assert not toggle.value
    plain = sheet(page)["svg"]
    assert "stroke-dasharray" not in plain
    assert "V3 no values" in plain
    page = toggle.set_value(True).run()
    drawn = sheet(page)["svg"]
    assert drawn.count("stroke-dasharray") == 1
    assert "V3 estimated" in drawn
    assert "dashed: estimated, not recorded: V3" in drawn
    cells = [cell for row in sheet(page)["rows"] for cell in row["cells"]]
    assert {cell["lead"]: len(cell["peaks"]) for cell in cells}["V3"] == 0
    assert "V3 0.81 and 123 µV" in say(page)
    # All that is told beside the sheet is the same.
    assert before in say(page) or set(before.splitlines()) <= set(
        say(page).splitlines()
    )


def test_single_lead_offers_no_estimates(open_few):
    assert not toggles(open_few(["I"]))


def test_report_tells_the_block_and_nothing_dashed(open_few, say, client):
    page = open_tab(open_few(["I", "II"]), "report")
    (area,) = [one for one in page.text_area if "Reading" in str(one.value)]
    assert "Estimated from fewer leads (I, II)" in area.value
