"""What the documents in ``bundled/results`` have in common, and their one reader."""

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, ClassVar, Self, TypeAlias, TypeVar

import msgspec

from ecgkt.errors import EcgktError
from ecgkt.files import read_document, to_json

Interval: TypeAlias = tuple[float, float] | None
"""95 % percentile interval of the patient bootstrap; None where it is not defined."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """
    A mean or a difference with its interval.

    Attributes
    ----------
    value : float or None
        None where nothing was judged.
    ci : (low, high) or None
        95 % interval.
    """

    value: float | None
    ci: Interval


@dataclass(frozen=True, kw_only=True)
class Weights:
    """A weights file, by its sha256."""

    sha256: str


@dataclass(frozen=True, kw_only=True)
class Document:
    """
    Base of all documents: a dataclass whose fields are those of the JSON object.

    Attributes
    ----------
    SCHEMA : str
        What the field ``schema`` says.
    FILE : str
        Name in ``bundled/results``; empty for what lies elsewhere.
    """

    SCHEMA: ClassVar[str]
    FILE: ClassVar[str] = ""

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """
        Rebuild from the content of a document; fields unknown here are passed over.

        Raises
        ------
        ValueError
            If a field is missing or of another type; it names the place.
        """
        return msgspec.convert(values, cls)


@dataclass(frozen=True, kw_only=True)
class WholeDocument(Document):
    """A document that is written from its type, and so holds nothing else."""

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """
        Rebuild from what `to_dict` gave.

        Raises
        ------
        ValueError
            If a field is missing, unknown or of another type.
        """
        unknown = set(values) - {"schema"} - {field.name for field in fields(cls)}
        if unknown:
            raise ValueError(f"Object has no field {sorted(unknown)}")
        return super().from_dict(values)

    def to_dict(self) -> dict[str, Any]:
        """Return the content of the document, in the types that JSON has."""
        content = to_json({"schema": self.SCHEMA, **asdict(self)})
        return dict(msgspec.json.decode(content))


D = TypeVar("D", bound=Document)


def load_document(
    path: Path, kind: type[D], error_kind: type[EcgktError] = EcgktError
) -> D:
    """
    Read one document.

    Parameters
    ----------
    path : pathlib.Path
        As its command wrote it.
    kind : type
        Of the document: it knows its schema and its fields.
    error_kind : type
        Of the error.

    Returns
    -------
    D

    Raises
    ------
    EcgktError
        Of `error_kind`, if the file is missing, damaged, of another schema, or holds a
        field of another type.
    """
    content = read_document(path, kind.SCHEMA, error_kind)
    try:
        return kind.from_dict(content)
    except ValueError as error:
        raise error_kind(f"{path.name}: {error}") from error
