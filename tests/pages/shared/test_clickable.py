"""HTML whose buttons are heard: only what a template rendered is drawn."""

import pytest

from pages.shared import clickable, session, shown
from pages.shared.clickable import show_clickable
from pages.shared.html import render


@pytest.fixture
def mounted(monkeypatch):
    seen = {}
    monkeypatch.setattr(clickable, "_clickable", lambda **given: seen.update(given))
    return seen


def test_a_press_is_answered_with_what_the_button_asks(mounted, monkeypatch):
    heard = []
    html = render('<button data-ask="{{ code }}">x</button>', code='a"b')
    show_clickable(html, key="k", answer=heard.append)
    assert mounted["data"]["html"] == '<button data-ask="a&#34;b">x</button>'
    monkeypatch.setattr(session, "get_asked", {"k": "qrs_lbbb"}.get)
    mounted["on_asked_change"]()
    assert heard == ["qrs_lbbb"]


def test_nothing_asked_is_not_answered(mounted):
    heard = []
    show_clickable(render("<b></b>"), key="k", answer=heard.append)
    mounted["on_asked_change"]()
    assert heard == []


def test_text_that_no_template_escaped_is_refused(mounted):
    with pytest.raises(TypeError, match="expected rendered HTML, got str"):
        show_clickable("<b>", key="k", answer=print)


def test_a_second_press_lets_go():
    shown.point_or_not("a", "qrs_lbbb")
    assert shown.get_pointed("a") == "qrs_lbbb"
    shown.point_or_not("a", "qtc_long")
    assert shown.get_pointed("a") == "qtc_long"
    shown.point_or_not("a", "qtc_long")
    assert shown.get_pointed("a") is None
