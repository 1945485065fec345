import re

import pytest

from pages.shared.text import MARKUP, escape_markdown, truncate


def test_long_name_is_cut_to_80():
    assert len(truncate("a" * 500)) == 80


def test_line_breaks_and_control_characters_become_spaces():
    assert truncate("a\n\x1b[31m# b\x00") == "a  [31m# b "


@pytest.mark.parametrize(
    "name",
    [
        "![x](http://evil.example/a.png)",
        "<img src=x onerror=alert(1)>",
        ":red[x] `code` **bold** $x$ ~~s~~ | a | &lt;",
        "https://evil.example www.evil.example",
    ],
)
def test_markup_has_no_power_left(name):
    shown = escape_markdown(name)
    assert not MARKUP.search(re.sub(r"\\.", "", shown))
    assert not re.search(r"http://|https://|www\.|:red", shown)


def test_an_honest_sentence_stays_as_it_is():
    text = "Expected 12 leads at 100 to 2000 Hz (10 s), found 3; export it again."
    assert escape_markdown(text, 200) == text
