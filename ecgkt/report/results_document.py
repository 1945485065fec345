"""One shipped result: a JSON document with its schema and the command that made it."""

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from ecgkt.errors import EcgktError

Interval: TypeAlias = tuple[float, float] | None
"""95 % percentile interval of the patient bootstrap; None where it is not defined."""

T = TypeVar("T")


def read_document(path: Path, schema: str) -> dict[str, Any]:
    """
    Read one document of ``bundled/results``.

    Parameters
    ----------
    path : pathlib.Path
        As its command wrote it.
    schema : str
        What its field ``schema`` must say.

    Returns
    -------
    dict
        Its content.

    Raises
    ------
    EcgktError
        If it is missing, is no JSON object or is of another schema.
    """
    try:
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise EcgktError(f"cannot read {path.name}: {error.strerror}") from error
    except ValueError as error:
        raise EcgktError(f"{path.name}: expected JSON, found damage") from error
    found = content.get("schema") if isinstance(content, dict) else None
    if found != schema:
        raise EcgktError(f"{path.name}: expected schema {schema}, found {found!r}")
    return dict(content)


def build(kind: type[T], values: Mapping[str, Any]) -> T:
    """
    Make a dataclass from those fields of a document that it knows.

    Parameters
    ----------
    kind : type
        A dataclass; what it does not know is left to other readers.
    values : mapping
        Content of the document, lists for tuples.

    Returns
    -------
    T

    Raises
    ------
    ValueError
        If a field without a default is missing, or `values` is no mapping.
    """
    try:
        names = {one.name for one in fields(kind)}  # type: ignore[arg-type]
        return kind(**{k: _frozen(v) for k, v in values.items() if k in names})
    except (AttributeError, TypeError) as error:
        raise ValueError(f"expected the fields of {kind.__name__}: {error}") from error


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value
