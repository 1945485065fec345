"""What the recorder itself measured and stated, beside what was measured here."""

import streamlit as st

from ecgkt.plotting.median_overlay import OverlaidBeat
from ecgkt.plotting.vendor_beat import LaidVendorBeat, lay_vendor_beat
from ecgkt.report.vendor_words import NOT_USED, vendor_rows
from ecgkt.types.reading import Reading
from ecgkt.types.vendor import VendorBeat
from pages.shared.html import render
from pages.shared.show_median_overlay import show_median_overlay

NOT_LAID = (
    "Here no median beat was made (too few whole beats, or not measured), or the two "
    "have no lead in common: there is nothing to lay the recorder's beat on."
)
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


def show_vendor(reading: Reading, beat: VendorBeat | None) -> None:
    """
    Draw one quiet table and, when asked, two beats; nothing where the file has none.

    Parameters
    ----------
    reading : Reading
        Its record holds what the file states.
    beat : VendorBeat or None
        The median beat of the file.
    """
    html = vendor_html(reading)
    if html:
        st.html(html)
    if beat is not None:
        show_vendor_beat(reading, beat)


def show_vendor_beat(reading: Reading, beat: VendorBeat) -> None:
    """Lay the recorder's median beat over ours; closed, nothing of it is computed."""
    box = st.expander(
        "Recorder's median beat beside ours", key="vendor-beat", on_change="rerun"
    )
    if not box.open:
        return
    ours = reading.trace.typical_beat if reading.trace else None
    laid = lay_vendor_beat(beat, ours) if ours else None
    with box:
        if ours is None or laid is None:
            st.caption(NOT_LAID)
            return
        vendor = reading.record.vendor
        source = vendor.source if vendor else "the recorder"
        show_median_overlay(
            [OverlaidBeat("here", ours), OverlaidBeat(source, laid.trace)]
        )
        st.caption(agreement_text(laid))


def agreement_text(laid: LaidVendorBeat) -> str:
    """Say how far the two beats are apart, and on what they were laid."""
    return (
        f"Correlation {laid.correlation:.3f}; they differ most in {laid.lead}, by "
        f"{laid.difference_mv:.2f} mV. Theirs is laid where its QRS fits ours best, "
        "both above their level before QRS; theirs may be filtered otherwise. It is "
        "used for no score, finding or measurement here."
    )


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
