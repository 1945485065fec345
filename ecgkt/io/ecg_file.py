"""Foreign files in memory, and their untrusted names."""

from pathlib import PurePosixPath
from typing import NamedTuple

from ecgkt.config import UploadLimits

LIMITS = UploadLimits()


class EcgFile(NamedTuple):
    """
    One uploaded file.

    Attributes
    ----------
    name : str
        Untrusted text: never a path, only compared with other names and shown.
    content : bytes
        The whole file.
    """

    name: str
    content: bytes

    @property
    def folder(self) -> str:
        """Folder part of the name, as an archive or a folder upload gives it."""
        return str(self._path.parent)

    @property
    def base_name(self) -> str:
        """Name without folders."""
        return self._path.name

    @property
    def stem(self) -> str:
        """Name without folders and extension."""
        return self._path.stem

    @property
    def ending(self) -> str:
        """Extension in lower case without its dot: a hint, never a proof."""
        return self._path.suffix.removeprefix(".").lower()

    @property
    def _path(self) -> PurePosixPath:
        return PurePosixPath(self.name.replace("\\", "/"))


class Recording(NamedTuple):
    """
    The files that make one recording.

    Attributes
    ----------
    name : str
        To show: without folders, cut to the length that is shown.
    files : tuple of EcgFile
        A WFDB header and its data files; or one archive, table or array.
    """

    name: str
    files: tuple[EcgFile, ...]


def display_name(name: str) -> str:
    r"""
    Make a name fit to be shown: no folders, nothing invisible, at most 80 characters.

    Parameters
    ----------
    name : str
        Untrusted text.

    Returns
    -------
    str
        Never empty.

    Examples
    --------
    >>> display_name("ward/ecg\x00 1.csv")
    'ecg 1.csv'
    """
    base = EcgFile(name, b"").base_name
    # Not printable are, among others, the marks that turn the direction of writing.
    visible = "".join(letter for letter in base if letter.isprintable()).strip()
    return visible[: LIMITS.name_length] or "unnamed"
