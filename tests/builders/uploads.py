"""What a visitor does on the reading page, and what stands in its bar."""

import re


def upload(page, files):
    return page.file_uploader(key="up").set_value(files).run()


def open_tab(page, name):
    """Choose a part of the reading: results, measurements, explain or report."""
    return page.segmented_control(key="tab").set_value(name).run()


def choose_part(tab, title):
    """Choose a part of the reading in a real browser."""
    tab.locator(".st-key-tab").get_by_text(title, exact=True).click()


def upload_and_open(page, files, name):
    return open_tab(upload(page, files), name)


def shown_name(page):
    """Return the name of the recording that is shown."""
    bodies = [element.proto.body for element in page.get("html")]
    (bar,) = [body for body in bodies if 'class="ek-bar-facts"' in body]
    return re.search(r"<h2 [^>]*>([^<]*)</h2>", bar)[1]


def toggles(page):
    """Return the switches that belong to a part of the reading."""
    return [toggle for toggle in page.toggle if toggle.key not in ("opening", "all")]
