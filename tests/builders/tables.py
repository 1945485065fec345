"""The card's tables as a test reads them: every one, or the one with a column."""

from html.parser import HTMLParser

import pandas as pd
from typing_extensions import override


class _Reader(HTMLParser):
    """Collects the cells of every table, row by row."""

    def __init__(self):
        super().__init__()
        self.tables = []
        self.is_open = False

    @override
    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.is_open = True

    @override
    def handle_endtag(self, tag):
        self.is_open = self.is_open and tag not in ("td", "th")

    @override
    def handle_data(self, data):
        if self.is_open:
            self.tables[-1][-1][-1] += data


def tables_of(page):
    """Return the tables of a page as they are written, every cell a text."""
    reader = _Reader()
    for element in page.get("html"):
        reader.feed(element.proto.body)
    return [pd.DataFrame(rows, columns=head) for head, *rows in reader.tables]


def table_with(page, column):
    """Return the first table that has a column."""
    return next(table for table in tables_of(page) if column in table.columns)


def open_card(app, tab, label=None):
    """Open the model card at one of its parts, as an address does."""
    app.switch_page("pages/7_Model_Card.py")
    app.query_params["part"] = tab
    if label:
        app.query_params["label"] = label
    return app.run()
