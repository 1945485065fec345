"""A reader takes a report away: edits, prints, asks, and what is on the paper."""

import json
from pathlib import Path

import numpy as np
import pytest
from fhir.resources.R4B.bundle import Bundle

from ecgkt.bench.browser import upload
from ecgkt.io.read_path import read_path
from ecgkt.vocab.leads import LEADS
from tests.builders.pdf_pages import open_pdf, strip_voltages
from tests.builders.uploads import choose_part

pytestmark = pytest.mark.slow
OWN = "Complete LBBB, known for years.\nQTc 999 ms by hand."


def taken(tab, title):
    """Return the file that a button gives."""
    button = tab.get_by_role("button", name=title, exact=True)
    with tab.expect_download(timeout=90_000) as download:
        button.click()
    return Path(download.value.path()).read_bytes()


def test_report_is_edited_printed_and_asked(tab, server, complete_lbbb):
    upload(tab, server, complete_lbbb)
    choose_part(tab, "Report")
    area = tab.get_by_role("textbox", name="Report")
    area.wait_for()
    assert area.input_value().startswith("Reading\n")
    area.fill(OWN)
    area.press("Control+Enter")
    tab.get_by_text("Not among what was measured or scored: 999").wait_for()

    pdf = open_pdf(taken(tab, "PDF"))
    text = pdf.pages[0].extract_text()
    assert "By the reader: Complete LBBB, known for years." in text
    assert "Edited by the reader" in text
    assert Path(complete_lbbb[0]).stem not in text
    record = read_path(Path(complete_lbbb[0]))
    for strip, first, voltages in strip_voltages(pdf):
        signal = record.signal[LEADS.index(strip["lead"])]
        error = np.abs(signal[first : first + len(voltages)] - voltages).max()
        assert error < 0.010

    bundle = Bundle.model_validate(json.loads(taken(tab, "FHIR")))
    assert bundle.entry[0].resource.conclusion.endswith(OWN)

    tab.get_by_text("Ask this reading").click()
    box = tab.get_by_role("textbox", name="Question")
    box.wait_for()
    box.fill("Is the QRS wide?")
    box.press("Enter")
    answer = tab.locator(".ek-answer")
    answer.wait_for()
    assert "above the normal range (up to 110 ms)" in answer.inner_text()

    tab.get_by_role("button", name="Reset to draft").click()
    tab.get_by_text("A draft by software").wait_for()
    assert area.input_value().startswith("Reading\n")
