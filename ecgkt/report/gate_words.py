"""What the gates catch, in words, for the terminal and the model card."""

from typing import Any

from ecgkt.report.share_words import NONE, share_text
from ecgkt.results.gates import GateTable
from ecgkt.results.shares import Share


def gate_rows(table: GateTable) -> list[dict[str, str]]:
    """Return one line per fault: how often it is found, and called without cause."""
    rows = [
        _row(f"Exchanged: {one.swap}", one.suspected, one.false_alarms)
        for one in table.reversal.swaps
    ]
    rows.append(_row("Exchanged: any of these", None, table.reversal.false_alarms))
    rows += [
        _row(
            f"Waves cut at {100 * one.height_left:.0f} % of their height",
            one.named,
            table.clipping.false_alarms,
        )
        for one in table.clipping.cut
    ]
    pacing = table.pacing
    forced = pacing.whatever_the_rate
    return [
        *rows,
        _row("Paced, as read", pacing.noted_found, pacing.false_alarms),
        _row(
            f"Paced, if spikes were sought below {pacing.least_fs:g} Hz",
            forced.noted_found,
            forced.false_alarms,
        ),
        _row(
            "Noise (found: of recordings with a note of it)",
            table.noise.with_note,
            table.noise.without_note,
        ),
    ]


def folder_rows(table: GateTable) -> list[dict[str, str]]:
    """Return one line per folder of recordings that were judged as they are."""
    return [
        {
            "Recordings": f"{one.name}, {one.fs:g} Hz",
            "Exchanged, any": share_text(one.reversal),
            "Both arms": share_text(one.arms),
            "Both arms, planted": share_text(one.arms_found),
            "Cut waves": share_text(one.clipping),
            **{
                f"Cut at {100 * cut.height_left:.0f} %": share_text(cut.named)
                for cut in one.cut
            },
            "Noise": share_text(one.noise),
            "Paced, noted": share_text(one.pacing.noted_found),
            "Paced, not noted": share_text(one.pacing.false_alarms),
        }
        for one in table.folders
    ]


def scope_text(table: GateTable) -> str:
    """Say in what the faults were planted."""
    return (
        f"{table.n_records} ECGs of {table.source}'s {table.split} split, on which "
        f"limits were chosen too, at {table.fs:g} Hz; each fault was planted in each. "
        "Pacemakers are those noted in it and in the training split. 95 % intervals "
        "are Wilson's. Whether an alarm is false nobody has judged: recordings as they "
        "are hold some real faults."
    )


def summarise(document: dict[str, Any]) -> str:
    """
    Put a document into a few lines.

    Parameters
    ----------
    document : dict
        Schema ecgkt.gates/1.

    Returns
    -------
    str
        A line per fault and per folder.
    """
    table = GateTable.from_dict(document)
    lines = [scope_text(table)]
    for row in gate_rows(table):
        fault, found, alarms = row.values()
        lines.append(f"{fault}: found {found}, alarms as recorded {alarms}")
    for row in folder_rows(table):
        name, *_ = row.values()
        told = [f"{title} {text}" for title, text in list(row.items())[1:]]
        lines.append(f"{name}: {', '.join(told)}")
    return "\n".join(lines)


def _row(fault: str, found: Share | None, alarms: Share) -> dict[str, str]:
    return {
        "Fault": fault,
        "Found": share_text(found) if found else NONE,
        "Alarms as recorded": share_text(alarms),
    }
