"""The arms of a comparison as a figure of its own: dots and intervals, static SVG."""

import math
from xml.sax.saxutils import escape

from ecgkt.results.comparison import CompareTable, FractionFigures
from ecgkt.results.comparison_figures import ArmFigures

COLORS = {
    "reference": "#0072B2",
    "ours": "#D55E00",
    "ceiling": "#009E73",
    "control": "#6B6B6B",
}
"""By role: Okabe and Ito's colours, safe for the colour-blind; controls in grey."""

WIDTH, ROW, HEAD, PANEL_HEAD, FOOT = 860, 24, 78, 30, 46
"""Pixels: whole figure, one arm, titles, title of a panel, axis below a panel."""
LEFT, RIGHT = 250, 170
"""Pixels left and right of the axis, for names and numbers."""
AXIS = "macro AUROC on held-out patients, 95 % interval"
INK, QUIET, GRID = "#222222", "#555555", "#DDDDDD"


def draw_arms_svg(table: CompareTable, *, title: str, subtitle: str) -> str:
    """
    Draw every arm with its interval, a panel per share of the labels, on one scale.

    Parameters
    ----------
    table : CompareTable
        Fewest labels on top; an arm without an AUROC was not judged.
    title, subtitle : str
        Words; the subtitle must say whether the patients are simulated.

    Returns
    -------
    str
        A whole SVG document.

    Raises
    ------
    ValueError
        If no arm was judged.
    """
    scale = _Scale(table)
    heights = [PANEL_HEAD + ROW * len(s.arms) + FOOT for s in table.fractions]
    height = HEAD + sum(heights)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="sans-serif" role="img">',
        f"<title>{escape(title)}: {escape(subtitle)}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        _text(20, 32, title, size=18, weight="bold"),
        _text(20, 54, subtitle, size=13, color=QUIET),
    ]
    top = HEAD
    for share, panel_height in zip(table.fractions, heights, strict=True):
        parts += _draw_panel(table, share, scale, top)
        top += panel_height
    return "\n".join([*parts, "</svg>", ""])


class _Scale:
    """From a figure to pixels; ticks in steps of 0.05 or 0.1."""

    def __init__(self, table: CompareTable) -> None:
        arms = [arm for share in table.fractions for arm in share.arms.values()]
        ends = [end for arm in arms for end in arm.auroc_ci or ()]
        ends += [arm.auroc for arm in arms if arm.auroc is not None]
        if not ends:
            raise ValueError("expected at least one arm with a value")
        # In twentieths, so that the ends of the axis are ticks.
        self.low = math.floor(min(ends) * 20)
        self.high = max(math.ceil(max(ends) * 20), self.low + 1)

    @property
    def ticks(self) -> list[float]:
        """Figures on the axis."""
        step = 1 if self.high - self.low <= 10 else 2
        return [tick / 20 for tick in range(self.low, self.high + 1, step)]

    def __call__(self, value: float) -> float:
        share = (value * 20 - self.low) / (self.high - self.low)
        return LEFT + share * (WIDTH - LEFT - RIGHT)


def _draw_panel(
    table: CompareTable, share: FractionFigures, scale: _Scale, top: float
) -> list[str]:
    first = top + PANEL_HEAD
    bottom = first + ROW * len(share.arms)
    labels = f"{100 * share.fraction:g} % of the training labels"
    title = f"{labels} ({share.n_ecgs:,.0f} ECGs)"
    parts = [_text(20, top + 14, title, size=14, weight="bold")]
    for tick in scale.ticks:
        x = scale(tick)
        parts.append(_line(x, first, x, bottom, color=GRID, width=1))
        parts.append(_text(x, bottom + 16, f"{tick:.2f}", color=QUIET, anchor="middle"))
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(_text(middle, bottom + 32, AXIS, color=QUIET, anchor="middle"))
    for place, (name, arm) in enumerate(share.arms.items()):
        title, role = table.arms[name]["title"], table.arms[name]["role"]
        y = first + ROW * (place + 0.5)
        parts += _draw_arm(arm, scale, y, words=f"{title} · {name}", role=role)
    return parts


def _draw_arm(
    arm: ArmFigures, scale: _Scale, y: float, *, words: str, role: str
) -> list[str]:
    color, weight = COLORS[role], "bold" if role == "ours" else "normal"
    parts = [_text(LEFT - 12, y + 4, words, anchor="end", weight=weight)]
    if arm.auroc is None:
        return [*parts, _text(WIDTH - RIGHT + 12, y + 4, "not judged", color=QUIET)]
    numbers = f"{arm.auroc:.3f}"
    if arm.auroc_ci is not None:
        low, high = arm.auroc_ci
        parts.append(_line(scale(low), y, scale(high), y, color=color, width=3))
        numbers += f" ({low:.3f}–{high:.3f})"
    parts.append(f'<circle cx="{scale(arm.auroc):.1f}" cy="{y}" r="5" fill="{color}"/>')
    return [*parts, _text(WIDTH - RIGHT + 12, y + 4, numbers, weight=weight)]


def _line(x1: float, y1: float, x2: float, y2: float, *, color: str, width: int) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{color}" stroke-width="{width}"/>'
    )


def _text(x: float, y: float, words: str, **style: str | int) -> str:
    size, color = style.get("size", 12), style.get("color", INK)
    anchor, weight = style.get("anchor", "start"), style.get("weight", "normal")
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{color}" '
        f'text-anchor="{anchor}" font-weight="{weight}">{escape(words)}</text>'
    )
