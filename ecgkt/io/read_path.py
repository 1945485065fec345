"""A recording on disk, for the command line; the app reads uploads instead."""

from pathlib import Path

from ecgkt.config import UploadLimits
from ecgkt.errors import RecordError
from ecgkt.io.ecg_file import EcgFile
from ecgkt.io.read_ecg import read_ecg
from ecgkt.types.record import EcgRecord

PARTNERS = (".hea", ".dat", ".mat")


def read_path(
    path: Path,
    *,
    fs: float | None = None,
    unit: str | None = None,
    age: float | None = None,
) -> EcgRecord:
    """
    Read one recording, of WFDB pairs whichever file is named, or none.

    Parameters
    ----------
    path : pathlib.Path
        A file, or a WFDB record without its extension.
    fs, unit, age : see `read_ecg`
        Hz; "mV", "uV" or "V"; years.

    Returns
    -------
    EcgRecord

    Raises
    ------
    RecordError
        If there is no such file, it cannot be read, or it is no ECG.
    """
    is_wfdb = path.suffix.lower() in PARTNERS or not path.exists()
    found = _partners(path) if is_wfdb else [path]
    if not found:
        raise RecordError(f"expected a file, found nothing at {path.name}")
    limit = UploadLimits().file_bytes
    files = []
    for one in found:
        try:
            if one.stat().st_size > limit:
                size = one.stat().st_size / 1e6
                expected = f"expected at most {limit / 1e6:.0f} MB"
                raise RecordError(f"{expected}, {one.name} holds {size:.0f} MB")
            files.append(EcgFile(one.name, one.read_bytes()))
        except OSError as error:
            raise RecordError(f"cannot read {one.name}: {error.strerror}") from error
    return read_ecg(files, fs=fs, unit=unit, age=age)


def _partners(path: Path) -> list[Path]:
    has_extension = path.suffix.lower() in PARTNERS
    stem = path.with_suffix("") if has_extension else path
    named = [Path(f"{stem}{extension}") for extension in PARTNERS]
    # A record of another case (".HEA") is still found when it was named itself.
    candidates = [path, *named] if has_extension else named
    return list(dict.fromkeys(one for one in candidates if one.is_file()))
