"""A site adapter, to and from a folder of its own."""

import hashlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as parse_tensors
from safetensors.numpy import save as serialise_tensors

from ecgkt.bundle.files import ModelFiles
from ecgkt.errors import CheckpointError
from ecgkt.files import to_json, write_atomically
from ecgkt.models.adapter import Adapter
from ecgkt.results.adapter import AdapterDocument
from ecgkt.types.reading import ModelIdentity
from ecgkt.vocab.statements import CODES

WEIGHTS_FILE = "adapter.safetensors"
DOCUMENT_FILE = "adapter.json"
REMEDY = "make the adapter again with adapt"
FILES = ModelFiles(WEIGHTS_FILE, DOCUMENT_FILE, AdapterDocument.SCHEMA, REMEDY)
MOST_BYTES = 100_000
"""Of both files together."""


class SiteAdapter(NamedTuple):
    """An adapter, and what is known of it."""

    adapter: Adapter
    document: AdapterDocument


def pack_adapter(adapter: Adapter) -> tuple[bytes, str]:
    """
    Bring an adapter into the form in which it is stored.

    Returns
    -------
    bytes and str
        Content of a safetensors file, and its sha256: the same for the same numbers,
        whenever they were found.
    """
    parts = {"down": adapter.down, "up": adapter.up, "shift": adapter.shift}
    weights = serialise_tensors(
        {name: np.ascontiguousarray(part, np.float32) for name, part in parts.items()}
    )
    return weights, hashlib.sha256(weights).hexdigest()


def save_adapter(folder: Path, adapter: Adapter, document: AdapterDocument) -> None:
    """
    Write the two files.

    Parameters
    ----------
    folder : pathlib.Path
        Made if absent; an older adapter there is replaced.
    adapter : Adapter
    document : AdapterDocument
        Of this adapter.

    Raises
    ------
    ValueError
        If the document speaks of another adapter, or both are larger than `MOST_BYTES`.
    OSError
        If the folder cannot be written; an older adapter stays as it was.
    """
    weights, sha256 = pack_adapter(adapter)
    if (document.weights_sha256, codes_of(document)) != (
        sha256,
        tuple(CODES[column] for column in adapter.columns),
    ):
        raise ValueError("expected the document of this adapter")
    content = to_json(document.to_dict())
    if len(weights) + len(content) > MOST_BYTES:
        raise ValueError(f"an adapter of more than {MOST_BYTES} bytes")
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically({folder / WEIGHTS_FILE: weights, folder / DOCUMENT_FILE: content})


def codes_of(document: AdapterDocument) -> tuple[str, ...]:
    """Return the statements that an adapter changes."""
    return tuple(statement.code for statement in document.statements)


def load_adapter(folder: Path, model: ModelIdentity, width: int) -> SiteAdapter:
    """
    Read an adapter and refuse that of another model.

    Parameters
    ----------
    folder : pathlib.Path
        That `adapt` wrote.
    model : ModelIdentity
        Of the weights as loaded.
    width : int
        Of the model's embedding.

    Returns
    -------
    SiteAdapter

    Raises
    ------
    CheckpointError
        If one of the two files is missing or damaged, or they belong to another model,
        or speak of statements that it does not have.
    """
    weights, content = FILES.read(folder)
    try:
        document = AdapterDocument.from_dict(content)
        if document.model.sha256 != model.sha256:
            raise CheckpointError(
                f"expected an adapter of {model.name} {model.version}, weights "
                f"{model.sha256[:12]}, found one of {document.model.name} "
                f"{document.model.version}, weights {document.model.sha256[:12]}: "
                f"{REMEDY}"
            )
        unknown = sorted(set(codes_of(document)) - set(CODES))
        if unknown:
            raise CheckpointError(
                f"{DOCUMENT_FILE}: expected statements of the model, found "
                f"{', '.join(unknown)}: {REMEDY}"
            )
        tensors = parse_tensors(weights)
        adapter = Adapter(
            columns=tuple(map(CODES.index, codes_of(document))),
            **{name: tensors[name] for name in ("down", "up", "shift")},
        )
        if adapter.down.shape[1] != width:
            raise ValueError(f"{width} inputs, found {adapter.down.shape[1]}")
    except (KeyError, TypeError, ValueError, SafetensorError) as error:
        raise CheckpointError(
            f"{DOCUMENT_FILE} and {WEIGHTS_FILE}: expected a complete "
            f"{AdapterDocument.SCHEMA}, found {error!r}: {REMEDY}"
        ) from error
    return SiteAdapter(adapter, document)
