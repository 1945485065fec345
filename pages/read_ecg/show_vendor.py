"""What the recorder itself measured and stated, beside what was measured here."""

import streamlit as st

from ecgkt.report.vendor_words import NOT_USED, vendor_rows
from ecgkt.types.reading import Reading
from pages.shared.html import render

TABLE = """
<div class="ek-measures">
<details><summary>Recorder's own values ({{ vendor.source }})</summary>
{% if rows %}
<table><thead><tr><th>Measurement</th><th>{{ vendor.source }}</th><th>Here</th></tr>
</thead><tbody>
{% for row in rows %}
<tr><th scope="row">{{ row.title }}</th><td>{{ row.theirs }}</td>
<td>{{ row.ours }}</td></tr>
{% endfor %}
</tbody></table>
{% endif %}
{% if vendor.statements %}
<p>{{ vendor.statements | join(" · ") }}</p>
{% endif %}
<p class="ek-small">{{ not_used }}</p>
</details>
</div>
"""


def show_vendor(reading: Reading) -> None:
    """Draw one quiet table; nothing where the file holds no such values."""
    html = vendor_html(reading)
    if html:
        st.html(html)


def vendor_html(reading: Reading) -> str:
    """
    Return the table.

    Parameters
    ----------
    reading : Reading
        Its record holds what the file states.

    Returns
    -------
    str
        HTML with all texts of the file escaped; empty where there is nothing.
    """
    vendor = reading.record.vendor
    if vendor is None:
        return ""
    rows = vendor_rows(reading)
    return render(TABLE, vendor=vendor, rows=rows, not_used=NOT_USED)
