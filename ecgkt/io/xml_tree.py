"""Foreign XML as a tree: no entities, nothing fetched, bounded in depth and number."""

import codecs
import re
import warnings
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

import numpy as np
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from numpy.typing import NDArray

from ecgkt.errors import RecordError

MAX_DEPTH = 64
MAX_ELEMENTS = 400_000
"""Far above any ECG: carts write thousands, files of annotated beats ten times that."""

ENCODINGS = {
    *("utf-8", "utf-16", "us-ascii", "iso-8859-1", "iso-8859-2", "iso-8859-15"),
    *("windows-1250", "windows-1251", "windows-1252", "gb2312", "gbk", "gb18030"),
    *("shift_jis", "euc-jp", "euc-kr", "big5"),
}
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
_ENCODING = re.compile(r"encoding\s{0,9}=\s{0,9}[\"']([\w.-]{1,40})[\"']")


class _Builder(TreeBuilder):
    """A tree without name spaces, that stops where no ECG goes."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > MAX_DEPTH or self._count > MAX_ELEMENTS:
            raise RecordError(
                f"The XML is nested deeper than {MAX_DEPTH} levels or has more than "
                f"{MAX_ELEMENTS} elements, which no ECG has. Export the ECG alone."
            )
        plain = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        return super().start(tag.rpartition("}")[2], plain)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(tag.rpartition("}")[2])


def parse_xml(content: bytes) -> Element:
    """
    Parse a document.

    Parameters
    ----------
    content : bytes
        The whole file.

    Returns
    -------
    xml.etree.ElementTree.Element
        Its root; tags and attributes without name spaces.

    Raises
    ------
    RecordError
        If it is no XML, declares entities, or is beyond the limits.

    References
    ----------
    .. [1] "Extensible Markup Language 1.0", W3C. Departs from it: the encoding is the
       one that the bytes show, because archives store anew without changing what the
       first line says.

    Examples
    --------
    >>> parse_xml(b'<a xmlns="urn:x"><b c="1">2</b></a>').find("b").text
    '2'
    """
    # With an own target the parser's own limits on entities still hold.
    parser = DefusedXMLParser(
        target=_Builder(), forbid_dtd=False, forbid_entities=True, forbid_external=True
    )
    try:
        parser.feed(_DECLARATION.sub("", _decoded(content), count=1))
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise RecordError(
            "The XML declares entities or refers to other files, which no ECG needs, "
            "and is refused. Export the ECG again."
        ) from error
    except ParseError as error:
        raise RecordError(
            "The XML is cut or damaged: copy or export the file again."
        ) from error
    return root


def numbers(text: str | None) -> NDArray[np.float64]:
    """
    Read a list of numbers, parted by blanks or commas.

    Parameters
    ----------
    text : str or None
        Of an element.

    Returns
    -------
    numpy.ndarray of shape (n,), float64

    Raises
    ------
    RecordError
        If something else stands among them.

    Examples
    --------
    >>> numbers("1, -2 3.5").tolist()
    [1.0, -2.0, 3.5]
    """
    plain = (text or "").replace(",", " ").strip()
    if not plain:
        return np.empty(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return np.fromstring(plain, sep=" ")
    except (ValueError, DeprecationWarning) as error:
        raise RecordError(
            "The samples in the XML are not all plain numbers: the file is damaged; "
            "export it again."
        ) from error


def text_of(element: Element | None, path: str) -> str:
    """Return the text of a descendant, or an empty one."""
    found = None if element is None else element.find(path)
    return "" if found is None else (found.text or "").strip()


def _decoded(content: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    if content[:2] in (b"<\0", b"\0<"):
        order = "utf-16-le" if content[:1] == b"<" else "utf-16-be"
        return content.decode(order, errors="replace")
    head = _DECLARATION.match(content[:400].decode("latin-1"))
    named = _ENCODING.search(head[0]) if head else None
    stated = named[1].lower() if named else "utf-8"
    if stated not in ENCODINGS or stated == "utf-16":
        stated = "utf-8"
    return content.decode(stated, errors="replace")
