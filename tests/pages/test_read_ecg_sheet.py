"""The sheet on its page: its view, its address, and what a filter may not touch."""

import numpy as np
import pytest

from ecgkt.errors import ServingError
from ecgkt.measured import Trace
from ecgkt.plotting.layouts import LAYOUTS
from ecgkt.plotting.overlay import Overlay, Span
from ecgkt.simulate.example import simulate_example
from pages.shared.held import Held
from pages.shared.show_sheet import FILTERS, choose_start, make_drawing
from tests.pages.conftest import READ


def upload(page, files):
    return page.file_uploader(key="up").set_value(files).run()


def test_gain_and_speed_change_the_sheet_and_nothing_else(
    read_page, wfdb, sheet, client
):
    page = upload(read_page, wfdb())
    page.segmented_control(key="speed").set_value(50).run()
    assert sheet(page)["width"] == 510
    page.segmented_control(key="gain").set_value(20).run()
    assert "50 mm/s · 20 mm/mV" in sheet(page)["svg"]
    assert client.calls == ["parse", "read"]
