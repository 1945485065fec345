"""One row over the paper: which recording, whose, how good; open, next, forget."""

import streamlit as st

from ecgkt.serving.client import ServingClient
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import StatedPerson
from pages.read_ecg.show_record import age_text, show_facts
from pages.shared import ask_mapping, mapping, shown
from pages.shared.html import render
from pages.shared.recording import SessionRecording
from pages.shared.text import truncate

QUALITIES = {
    "accept": ("✓ accepted", "ok"),
    "warn": ("! accepted with warnings", "warn"),
    "refuse": ("✕ not scored", "refuse"),
    "measured": ("measured, not scored", "warn"),
}
NAME_LIMIT = 64
BAR = """
<div class="ek-bar-facts"><h2 title="{{ name }}">{{ short }}</h2>
<span>
{% for fact in facts %}{{ fact }} · {% endfor %}
{% if quality %}<b class="ek-quality-{{ quality[1] }}">quality {{ quality[0] }}</b>
{% else %}not read{% endif %}
</span></div>
"""


def show_file_bar(
    client: ServingClient,
    held: SessionRecording,
    record: EcgRecord,
    reading: Reading | None,
    stated: StatedPerson,
    *,
    descriptions: dict[str, str],
) -> None:
    """
    Draw the row that names a recording, with what can be done with it.

    Parameters
    ----------
    client : ServingClient
        Looks at its file again where its mapping is to be changed.
    held : SessionRecording
        The one that is shown.
    record : EcgRecord
        With what is stated of the person.
    reading : Reading or None
        None where it could not be read.
    stated : StatedPerson
        What the user entered.
    descriptions : dict of str to str
        Of every recording that can be shown from this source, by key, in their order.
    """
    keys = list(descriptions)
    place = keys.index(held.key) if held.key in keys else 0
    with st.container(
        key="filebar", horizontal=True, vertical_alignment="center", gap="small"
    ):
        if len(keys) > 1:
            _step("chevron_left", "Previous recording", keys, place - 1)
        position = f"{place + 1} of {len(keys)}" if len(keys) > 1 else ""
        st.html(bar_html(held, record, reading, position))
        if len(keys) > 1:
            _step("chevron_right", "Next recording", keys, place + 1)
            _choose(held.key, descriptions)
        st.toggle("Open another", key="opening")
        # A new key for each question asked: the browser shuts what asked it.
        with st.popover(
            "",
            icon=":material/more_horiz:",
            help="Details, and forget",
            key=f"more-{mapping.n_asked()}",
        ):
            show_facts(record, reading, stated)
            st.page_link(
                "pages/2_Compare_ECGs.py",
                label="Compare with others",
                icon=":material/compare_arrows:",
            )
            if mapping.is_kept(held.key):
                st.button(
                    "Change the mapping",
                    icon=":material/table:",
                    key="remap",
                    help="Which column is which lead, unit, rate, and how the table is "
                    "cut up.",
                    on_click=ask_mapping.reopen,
                    args=(client, held),
                )
            _forget(held.key, keys)


def _step(icon: str, words: str, keys: list[str], place: int) -> None:
    st.button(
        "",
        key=f"step-{icon}",
        icon=f":material/{icon}:",
        help=words,
        on_click=shown.set_shown,
        args=(keys[place % len(keys)],),
    )


def _choose(key: str, descriptions: dict[str, str]) -> None:
    """Offer every recording by its name and what was found."""
    with st.popover("", icon=":material/list:", help=f"All {len(descriptions)}"):
        for other, words in descriptions.items():
            st.button(
                truncate(words),
                key=f"show-{other[:16]}",
                type="tertiary",
                disabled=other == key,
                on_click=shown.set_shown,
                args=(other,),
            )


def _forget(key: str, keys: list[str]) -> None:
    st.button(
        "Forget this recording",
        icon=":material/delete:",
        key="forget-one",
        on_click=shown.forget_shown,
        args=([key],),
    )
    if len(keys) > 1:
        st.button(
            f"Forget all {len(keys)}",
            icon=":material/delete_sweep:",
            key="forget-all",
            on_click=shown.forget_shown,
            args=(keys,),
        )


def bar_html(
    held: SessionRecording, record: EcgRecord, reading: Reading | None, position: str
) -> str:
    """Return name, place among others, person, rate and verdict, in one line."""
    facts = [
        position,
        age_text(record) if record.age is not None else "age not known",
        record.sex or "sex not known",
        f"{record.fs:g} Hz",
        f"{record.duration:.1f} s",
    ]
    return render(
        BAR,
        name=held.name,
        short=truncate(held.name, NAME_LIMIT),
        facts=[fact for fact in facts if fact],
        quality=QUALITIES[_quality_of(reading)] if reading else None,
    )


def _quality_of(reading: Reading) -> str:
    quality = reading.quality
    return "measured" if quality.measured_only else quality.verdict
