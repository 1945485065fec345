"""Counted shares in words, the same on the terminal and on the model card."""

from ecgkt.results.shares import Share

NONE = "–"


def share_text(share: Share) -> str:
    """
    Print a share in percent, with its interval and the number behind it.

    Parameters
    ----------
    share : Share
        Counted.

    Returns
    -------
    str
        A dash where nothing was judged.

    Examples
    --------
    >>> share_text(Share(n=200, hits=100, share=0.5, ci=(0.431, 0.569)))
    '50.0 % (43.1–56.9) of 200'
    """
    if share.share is None or share.ci is None:
        return NONE
    low, high = (100 * edge for edge in share.ci)
    return f"{100 * share.share:.1f} % ({low:.1f}–{high:.1f}) of {share.n}"
