"""One shipped result: a JSON document with its schema and the command that made it."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeAlias, TypeVar

Interval: TypeAlias = tuple[float, float] | None
"""95 % percentile interval of the patient bootstrap; None where it is not defined."""

T = TypeVar("T")


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
