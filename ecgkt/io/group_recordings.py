"""Which of the uploaded files belong together."""

from collections.abc import Iterator, Sequence
from operator import itemgetter

from ecgkt.errors import RecordError
from ecgkt.io.ecg_file import EcgFile, Recording, display_name
from ecgkt.io.sniff import Kind, sniff
from ecgkt.io.wfdb.header import parse_header
from ecgkt.io.wfdb.read_wfdb import data_names


def group_recordings(files: Sequence[EcgFile]) -> list[Recording]:
    r"""
    Pair headers with the data files that they name; all other files stand alone.

    Files that share a header's name but are not named in it (annotations) are left out.
    What no reader is there for stays, so that reading it says why. An archive stays one
    recording; `ecgkt.io.unzip.expand_zips` before this takes it apart.

    Parameters
    ----------
    files : sequence of EcgFile
        Of any number of recordings, in any order.

    Returns
    -------
    list of Recording
        In the order of the files; they hold the given `EcgFile` objects themselves.

    Examples
    --------
    >>> header = EcgFile("a.hea", b"a 1 500 2\na.dat 16 200/mV 16 0 0 0 0 I")
    >>> pair = [EcgFile("a.dat", b"\1\0\1\0"), header]
    >>> [(one.name, len(one.files)) for one in group_recordings(pair)]
    [('a.hea', 2)]
    """
    kinds = [sniff(file.content) for file in files]
    groups = dict(_pairs(files, kinds))
    taken = {id(file) for group in groups.values() for file in group}
    stems = {(file.folder, file.stem) for file, *_ in groups.values()}
    for place, (file, kind) in enumerate(zip(files, kinds, strict=True)):
        is_beside = (
            kind in (Kind.OTHER, Kind.TEXT) and (file.folder, file.stem) in stems
        )
        if id(file) not in taken and not is_beside:
            groups[place] = (file,)
    return [
        Recording(display_name(group[0].name), group)
        for _place, group in sorted(groups.items(), key=itemgetter(0))
    ]


def _pairs(
    files: Sequence[EcgFile], kinds: list[Kind]
) -> Iterator[tuple[int, tuple[EcgFile, ...]]]:
    """Yield each header with its data files, by the header's place."""
    for place, (header, kind) in enumerate(zip(files, kinds, strict=True)):
        if kind is Kind.HEADER:
            names = {name.lower() for name in _named(header)}
            data = (
                file
                for file in files
                if file.folder == header.folder and file.base_name.lower() in names
            )
            yield place, (header, *data)


def _named(header: EcgFile) -> tuple[str, ...]:
    try:
        return data_names(parse_header(header.content))
    except RecordError:
        # Reading it will say what is wrong; what was named like it must not stand
        # alone.
        return tuple(f"{header.stem}.{ending}" for ending in ("dat", "mat"))
