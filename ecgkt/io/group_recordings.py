"""Which of the uploaded files belong together."""

from collections.abc import Sequence

from ecgkt.io.formats import find_format, partner_names
from ecgkt.io.sniff import is_zip
from ecgkt.types.upload import UploadedFile, UploadedRecording, display_name


def group_recordings(files: Sequence[UploadedFile]) -> list[UploadedRecording]:
    r"""
    Pair headers with the data files that they name; all other files stand alone.

    Files that share a header's name but are not named in it (annotations) are left out.
    What no reader is there for stays, so that reading it says why. An archive stays one
    recording; `ecgkt.io.unzip.expand_zips` before this takes it apart.

    Parameters
    ----------
    files : sequence of UploadedFile
        Of any number of recordings, in any order.

    Returns
    -------
    list of UploadedRecording
        In the order of the files; they hold the given `UploadedFile` objects
        themselves.

    Examples
    --------
    >>> header = UploadedFile("a.hea", b"a 1 500 2\na.dat 16 200/mV 16 0 0 0 0 I")
    >>> pair = [UploadedFile("a.dat", b"\1\0\1\0"), header]
    >>> [(group.name, len(group.files)) for group in group_recordings(pair)]
    [('a.hea', 2)]
    """
    formats = [find_format(file.content) for file in files]
    places = {id(file): place for place, file in enumerate(files)}
    by_name: dict[tuple[str, str], list[UploadedFile]] = {}
    for file in files:
        by_name.setdefault((file.folder, file.base_name.lower()), []).append(file)
    partners: dict[int, list[UploadedFile]] = {}
    for place, (file, row) in enumerate(zip(files, formats, strict=True)):
        if row and row.partners:
            names = partner_names(row, file)
            lists = (by_name.get((file.folder, name), []) for name in names)
            partners[place] = [other for found in lists for other in found]
    groups: dict[int, tuple[UploadedFile, ...]] = {}
    segments: set[int] = set()
    for place, direct in partners.items():
        headers = [
            places[id(other)] for other in direct if places[id(other)] in partners
        ]
        # The headers of a record's segments bring their own data files along.
        segments |= set(headers)
        beyond = [other for at in headers for other in partners[at]]
        found = {places[id(other)]: other for other in [*direct, *beyond]}
        found.pop(place, None)
        groups[place] = (files[place], *(found[at] for at in sorted(found)))
    for place in _within_others(segments, partners, places):
        del groups[place]
    taken = {id(file) for group in groups.values() for file in group}
    stems = {(header.folder, header.stem) for header, *_ in groups.values()}
    for place, (file, row) in enumerate(zip(files, formats, strict=True)):
        stands_alone = row is not None or is_zip(file.content)
        is_beside = not stands_alone and (file.folder, file.stem) in stems
        if id(file) not in taken and not is_beside:
            groups[place] = (file,)
    return [
        UploadedRecording(display_name(group[0].name), group)
        for _place, group in sorted(groups.items())
    ]


def _within_others(
    segments: set[int],
    partners: dict[int, list[UploadedFile]],
    places: dict[int, int],
) -> list[int]:
    """Leave out what names headers itself: of two that name each other, both stay."""
    return [
        place
        for place in segments
        if not any(places[id(other)] in partners for other in partners[place])
    ]
