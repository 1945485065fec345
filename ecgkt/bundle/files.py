"""The two files of every shipped network: weights, and the document that knows them."""

import hashlib
from pathlib import Path
from typing import Any, NamedTuple

from ecgkt.errors import CheckpointError
from ecgkt.files import read_document


class ModelFiles(NamedTuple):
    """
    Names of the two files, and what helps when they are not as they should be.

    Attributes
    ----------
    weights, document : str
        File names; the document states the hash of the weights.
    schema : str
        Of the document.
    remedy : str
        What makes them anew.
    """

    weights: str
    document: str
    schema: str
    remedy: str

    def are_in(self, folder: Path) -> bool:
        """Whether a folder holds either of them."""
        return any((folder / name).exists() for name in (self.weights, self.document))

    def read(self, folder: Path) -> tuple[bytes, dict[str, Any]]:
        """
        Read both and refuse weights that the document does not speak of.

        Parameters
        ----------
        folder : pathlib.Path
            A model's.

        Returns
        -------
        bytes and dict
            Weights, not yet parsed, and the content of the document.

        Raises
        ------
        CheckpointError
            If one is missing, or the document is damaged or of another schema, or of
            other weights.
        """
        document = read_document(folder / self.document, self.schema, CheckpointError)
        try:
            weights = (folder / self.weights).read_bytes()
        except OSError as error:
            raise CheckpointError(
                f"expected {self.weights} in {folder.name}, found none to read: "
                f"{self.remedy}"
            ) from error
        sha256 = hashlib.sha256(weights).hexdigest()
        self.match("weights_sha256", document.get("weights_sha256"), sha256)
        return weights, document

    def read_beside(
        self, folder: Path, model_sha256: str
    ) -> tuple[bytes, dict[str, Any]] | None:
        """
        Read both, where they lie beside a model, and refuse what lay beside another.

        Parameters
        ----------
        folder : pathlib.Path
            The model's.
        model_sha256 : str
            Of the model's weights, as loaded.

        Returns
        -------
        (bytes, dict) or None
            As `read`; None if the folder holds neither.

        Raises
        ------
        CheckpointError
            As `read`, or if they belong to another model.
        """
        if not self.are_in(folder):
            return None
        weights, document = self.read(folder)
        self.match("model_sha256", document.get("model_sha256"), model_sha256)
        return weights, document

    def match(self, what: str, stated: object, expected: object) -> None:
        """
        Refuse a field of the document that is not as it must be.

        Parameters
        ----------
        what : str
            Its name.
        stated, expected : object
            What it says, and what is so.

        Raises
        ------
        CheckpointError
            If they differ.
        """
        if stated != expected:
            raise CheckpointError(
                f"{what} in {self.document}: expected {_short(expected)}, found "
                f"{_short(stated)}; these files do not belong together: {self.remedy}"
            )


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:77]}…"
