"""Archives of files as they are uploaded."""

import io
import zipfile
from collections.abc import Iterable

from ecgkt.types.upload import UploadedFile


def archive(members: Iterable[tuple[str, bytes]]) -> UploadedFile:
    """Return a zip of files with these names and contents."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members:
            packed.writestr(name, content)
    return UploadedFile("many.zip", stream.getvalue())
