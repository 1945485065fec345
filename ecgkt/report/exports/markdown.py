"""A report as Markdown."""

import re
from collections.abc import Sequence

from ecgkt.report.context_words import TITLE as TITLE_CONTEXT
from ecgkt.report.exports.content import TITLE, Content, Row
from ecgkt.report.lab_words import ESTIMATED

MARKUP = re.compile(r"([\\`*_\[\]<>|#~])")
"""What Markdown gives a meaning to, in words that are ours or a file's."""
BROKEN = re.compile(r"^([ \t]*\d*)([-+=.)])(?=\s|$)", re.MULTILINE)
"""What would begin a list, a quotation or a heading."""


def report_markdown(content: Content) -> str:
    """
    Write a report as text that any editor shows.

    Parameters
    ----------
    content : Content
        From `content_of`.

    Returns
    -------
    str
        CommonMark with tables; nothing in it becomes a link, a picture or HTML.

    Examples
    --------
    >>> plain = Content(facts=("500 Hz",), text="Sinus rhythm.", is_edited=True,
    ...     sentence="Sinus rhythm.", model="m 1, weights 0")
    >>> report_markdown(plain).splitlines()[6:9]
    ['## Report', '', '*Edited by the reader*']
    """
    lines = [f"# {TITLE}", "", escape(" · ".join(content.facts)), ""]
    lines += [
        f"**{content.notice}**",
        "",
        "## Report",
        "",
        f"*{content.authorship}*",
        "",
    ]
    lines += [escape_text(content.text), ""]
    if content.is_edited:
        lines += ["Said by software: " + escape(content.sentence), ""]
    lines += [f"- **Critical:** {escape(item)}" for item in content.critical]
    lines += [f"- {escape(chip)}" for chip in content.chips]
    lines += _table(content, "Measurements", ("Value", "Normal"), content.measurements)
    lines += _table(content, "Findings", ("", "Measured"), content.findings)
    validity = "Threshold and validity"
    lines += _table(
        content,
        "Statements above their thresholds",
        ("Probability", validity),
        content.scores,
    )
    lines += _table(
        content,
        f"Laboratory. {ESTIMATED}",
        ("Shift of the odds", "Validity"),
        content.labs,
    )
    lines += _table(
        content, content.fewer_title, ("Probability", validity), content.fewer
    )
    if content.context_notes:
        heads = ("ECG alone → with age and sex", validity)
        lines += _table(content, TITLE_CONTEXT, heads, content.context) or [
            "",
            f"## {TITLE_CONTEXT}",
        ]
        lines += ["", *(f"- {escape(one)}" for one in content.context_notes)]
    lines += ["", "## Quality", "", *(f"- {escape(one)}" for one in content.quality)]
    lines += ["", "## Limits", "", escape(content.intended_use), ""]
    lines += [f"- {escape(one)}" for one in content.notes]
    if content.sources:
        lines += ["", "## Sources", ""]
        lines += [f"{n}. {escape(s)}" for n, s in enumerate(content.sources, start=1)]
    lines += ["", "---", "", escape(content.model), ""]
    return "\n".join(lines)


def escape(text: str) -> str:
    """Return one line that is shown as it is typed."""
    return MARKUP.sub(r"\\\1", " ".join(text.split()))


def escape_text(text: str) -> str:
    """Return lines that are shown as they are typed, each on a line of its own."""
    escaped = MARKUP.sub(r"\\\1", text.strip())
    escaped = BROKEN.sub(r"\1\\\2", escaped)
    lines = (line.rstrip() for line in escaped.splitlines())
    # Two blanks at its end break a line.
    return "\n".join(f"{line}  " if line else "" for line in lines)


def _table(
    content: Content, title: str, heads: tuple[str, str], rows: Sequence[Row]
) -> list[str]:
    if not rows:
        return []
    has_value = any(row.value for row in rows)
    names = ["", heads[0], heads[1]] if has_value else ["", heads[1]]
    lines = ["", f"## {title}", "", f"| {' | '.join(names)} |"]
    lines.append("|" + " --- |" * len(names))
    for row in rows:
        mark = content.mark_of(row)
        value = f"**{escape(row.value)}**" if row.is_off else escape(row.value)
        cells = [escape(row.title), *([value] if has_value else [])]
        note = ", ".join(filter(None, (escape(row.note), escape(row.more))))
        cells.append(" ".join(filter(None, (note, escape(mark)))))
        lines.append(f"| {' | '.join(cells)} |")
    return lines
