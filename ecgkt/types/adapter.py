"""What a reading says of the site adapter that changed its scores."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AdapterIdentity:
    """
    Which site adapter took part.

    Attributes
    ----------
    sha256 : str
        Of its weights file.
    site : str
        Whose ECGs taught it, in the words of who made it; untrusted text.
    n_records : int
        Local ECGs on which it was measured, each by patients that had not taught it.
    is_better : bool
        Whether these were read better with it than without.
    """

    sha256: str
    site: str
    n_records: int
    is_better: bool
