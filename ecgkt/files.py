"""Files of ours are either whole or not there, and JSON never holds a NaN."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from ecgkt.errors import EcgktError


def write_atomically(contents: Mapping[Path, bytes]) -> None:
    """
    Write files so that each holds either its old content or the whole new one.

    Every file is first written beside its place and flushed to the disk; only when all
    are whole are they renamed, one after the other. A crash between two renames leaves
    a mix of old and new, which the hashes in the files disclose.

    Parameters
    ----------
    contents : mapping of pathlib.Path to bytes
        The folders must exist.

    Raises
    ------
    OSError
        If the disk is full or not writable; the old files are untouched.
    """
    temporary = {
        path: path.with_name(f".{path.name}.{os.getpid()}.tmp") for path in contents
    }
    try:
        for path, content in contents.items():
            with temporary[path].open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for path in contents:
            temporary[path].replace(path)
    finally:
        for path in temporary.values():
            path.unlink(missing_ok=True)
    for folder in {path.parent for path in contents}:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def to_json(document: dict[str, Any]) -> bytes:
    """Encode a document as UTF-8 JSON; a NaN is a mistake, missing values are null."""
    text = json.dumps(document, allow_nan=False, ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def read_document(
    path: Path, schema: str, kind: type[EcgktError] = EcgktError
) -> dict[str, Any]:
    """
    Read a JSON document of ours.

    Parameters
    ----------
    path : pathlib.Path
        Where it lies.
    schema : str
        What its field ``schema`` must say.
    kind : type
        Of the error.

    Returns
    -------
    dict
        Its content.

    Raises
    ------
    EcgktError
        Of that kind, if it is missing, is no JSON object or is of another schema.
    """
    try:
        content = msgspec.json.decode(path.read_bytes())
    except OSError as error:
        raise kind(
            f"expected {path.name} in {path.parent.name}, found none to read"
        ) from error
    except ValueError as error:  # what msgspec and UTF-8 raise
        raise kind(f"{path.name}: expected JSON, found a damaged file") from error
    found = content.get("schema") if isinstance(content, dict) else None
    if found != schema:
        raise kind(f"{path.name}: expected schema {schema}, found {found!r}")
    return dict(content)
