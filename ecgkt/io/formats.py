"""
Each file format's reader, found by what a file holds; its extension proves nothing.

The rows are `ecgkt.vocab.formats.FORMATS`. The reader of a row is the module
``ecgkt.io.read_<name>``, loaded once a file needs it, with these functions:

- ``read_<name>(file, stated)``, or ``(file, data_files, stated)`` for a row with
  partners, gives an `EcgRecord`;
- ``recognises(content)``, for a row with neither magic bytes nor XML roots;
- ``columns(file, wish)``, for a row that is mapped: all that it holds, by column;
- ``partner_names(file)``, for a row with partners: the data files that it names.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from types import ModuleType

from ecgkt.errors import RecordError
from ecgkt.io.mapping.columns import Columns
from ecgkt.io.sniff import has_magic, known_kind, xml_root
from ecgkt.types.record import EcgRecord
from ecgkt.types.table_map import TableMap
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.vocab.formats import FORMATS, MAPPED, FileFormat


def find_format(content: bytes) -> FileFormat | None:
    r"""
    Tell which format a file is of.

    Parameters
    ----------
    content : bytes
        The whole file.

    Returns
    -------
    FileFormat or None
        None if no reader is there for it: an archive, or what nobody reads.

    Examples
    --------
    >>> find_format(b"a 2 500 5000\na.dat 16 1000/mV").name
    'wfdb'
    """
    root = xml_root(content)
    for row in FORMATS:
        if root in row.xml_roots or any(has_magic(content, *m) for m in row.magic):
            return row
    if known_kind(content):
        return None
    unsigned = (row for row in FORMATS if not (row.magic or row.xml_roots))
    return next((row for row in unsigned if load_reader(row).recognises(content)), None)


def read_files(
    row: FileFormat, files: Sequence[UploadedFile], stated: StatedMetadata
) -> EcgRecord:
    """Read a recording by the reader of its format: the header or only file first."""
    read: Callable[..., EcgRecord] = getattr(load_reader(row), f"read_{row.name}")
    file, *data_files = files
    return read(file, data_files, stated) if row.partners else read(file, stated)


def columns_of(row: FileFormat, file: UploadedFile, wish: TableMap) -> Columns:
    """
    Take a table or an array apart, whatever its columns are called.

    Parameters
    ----------
    row : FileFormat
        Of the file.
    file : UploadedFile
        The only one of its recording.
    wish : TableMap
        What the user knows better of its shape.

    Returns
    -------
    Columns

    Raises
    ------
    RecordError
        If the format names its leads itself, or the file is no table.
    """
    if not row.is_mapped:
        raise RecordError(
            f"A mapping says which column is which lead; a {row.title} file names its "
            f"leads itself. It can be given for {MAPPED}."
        )
    columns: Columns = load_reader(row).columns(file, wish)
    return columns


def partner_names(row: FileFormat, file: UploadedFile) -> set[str]:
    """Name the data files that belong to a header, in lower case."""
    if not row.partners:
        return set()
    try:
        names = load_reader(row).partner_names(file)
    except RecordError:
        # Reading it will say what is wrong; what was named like it must not stand
        # alone.
        names = [f"{file.stem}{suffix}" for suffix in row.partners]
    return {name.lower() for name in names}


def load_reader(row: FileFormat) -> ModuleType:
    """Return the module of a format's reader."""
    return import_module(f"ecgkt.io.read_{row.name}")
