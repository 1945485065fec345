"""The operator's own cases of a presentation: ``demo.json`` beside the recordings."""

from pathlib import Path

from ecgkt.errors import EcgktError
from ecgkt.files import read_document
from ecgkt.serving.library import list_library
from ecgkt.types.demo import DemoCase

FILE = "demo.json"
SCHEMA = "ecgkt.demo/1"


def list_demo(folder: Path | None) -> tuple[DemoCase, ...]:
    """
    Return the cases that an operator prepared, in their order.

    Parameters
    ----------
    folder : pathlib.Path or None
        The library; None where there is none.

    Returns
    -------
    tuple of DemoCase
        Empty where no ``demo.json`` lies in it.

    Raises
    ------
    EcgktError
        If the file is damaged, or names a recording that the library does not hold.
    """
    if folder is None or not (folder / FILE).is_file():
        return ()
    document = read_document(folder / FILE, SCHEMA)
    rows = document.get("cases")
    if not isinstance(rows, list):
        raise EcgktError(f"{FILE}: expected a list of cases, found none")
    names = {entry.name for entry in list_library(folder)}
    cases = []
    for place, row in enumerate(rows, start=1):
        try:
            case = DemoCase.from_dict(row)
        except EcgktError as error:
            raise EcgktError(f"{FILE}, case {place}: {error}") from error
        if case.recording not in names:
            raise EcgktError(
                f"{FILE}, case {place}: expected a recording of the library, found "
                f"{case.recording!r}"
            )
        cases.append(case)
    return tuple(cases)
