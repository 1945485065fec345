"""The course of a table's column, small, before it is known which lead it is."""

from collections.abc import Sequence

from ecgkt.plotting.paper_svg import INK, PAPER

WIDTH, HEIGHT, EDGE = 200.0, 56.0, 4.0
"""CSS pixels."""


def draw_column(points: Sequence[float | None]) -> str:
    """
    Draw a column as high as it is, whatever its unit.

    Parameters
    ----------
    points : sequence of (float or None)
        Least and greatest number of each piece in turn, as `layout_of_columns` gives
        them; None is a gap.

    Returns
    -------
    str
        One ``svg`` element.

    Examples
    --------
    >>> draw_column([0, 1, None, None, 0, 0]).count("M")
    2
    """
    there = [point for point in points if point is not None]
    low, high = (min(there), max(there)) if there else (0.0, 0.0)
    scale = (HEIGHT - 2 * EDGE) / (high - low) if high > low else 0.0
    step = WIDTH / max(len(points) - 1, 1)
    path, is_on = [], False
    for at, point in enumerate(points):
        if point is not None:
            y = HEIGHT - EDGE - scale * (point - low) if scale else HEIGHT / 2
            path.append(f"{'L' if is_on else 'M'}{at * step:.1f} {y:.1f}")
        is_on = point is not None
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" '
        'preserveAspectRatio="none">'
        f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="{PAPER}"/>'
        f'<path d="{"".join(path)}" fill="none" stroke="{INK}" stroke-width="1" '
        'stroke-linejoin="round" vector-effect="non-scaling-stroke"/></svg>'
    )
