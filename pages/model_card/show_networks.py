"""What the networks of a reading cost, beside published ones."""

from typing import Any

import streamlit as st

from ecgkt.results.networks import NetworkTable
from pages.model_card.show_table import show_command, show_table

COSTS = {"MB": "%.1f", "MMAC": "%.0f"}
THREADS = {"1": "one thread", "2": "two threads"}


def show_networks(table: NetworkTable) -> None:
    """Draw one table of the shipped networks and one of published ones."""
    processor = f", {table.processor}" if table.processor else ""
    st.markdown(
        "MMAC: million multiplications with addition for one reading. Time: median of "
        f"one reading, networks alone, on {table.cpus} cores{processor}."
    )
    rows = network_rows(table)
    times = [name for name in rows[0] if name.startswith("ms")]
    show_table(
        rows, key="networks", decimals=times, number_format="%.1f", formats=COSTS
    )
    st.markdown(
        "Networks of other authors, counted from published shapes, not timed here:"
    )
    show_table(published_rows(table), key="published-networks", formats=COSTS)
    show_command(table.command)


def network_rows(table: NetworkTable) -> list[dict[str, Any]]:
    """Return one line per shipped network."""
    return [
        {
            "Network": one.name,
            "Reads": one.reads,
            "Parameters": one.n_parameters,
            "MB": one.megabytes,
            "MMAC": one.mmac,
            **{
                f"ms, {THREADS.get(threads, threads)}": ms
                for threads, ms in one.ms.items()
            },
        }
        for one in table.networks
    ]


def published_rows(table: NetworkTable) -> list[dict[str, Any]]:
    """Return one line per published network."""
    return [
        {
            "Network": one.name,
            "Reads": one.reads,
            "Parameters": one.n_parameters,
            "MMAC": one.mmac,
            "Source": one.source,
        }
        for one in table.published
    ]
