"""One recording in every format that can hold it, by other programs where kept."""

import io
from collections.abc import Callable

import edfio
import h5py
import numpy as np
import openpyxl
import pydicom
import scipy.io
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from ecgkt.types.upload import UploadedFile
from ecgkt.vocab.lead_names import SCP_LEADS
from ecgkt.vocab.leads import LEADS
from tests.builders.binary_files import (
    FS,
    SECRET,
    as_gdf,
    as_ishne,
    as_long_scp,
    as_mfer,
    as_scp,
    microvolts,
)
from tests.builders.pdf_prints import as_pdf
from tests.builders.wfdb_files import as_packed_wfdb, as_stitched_wfdb, as_wfdb_zip
from tests.builders.xml_files import (
    as_aecg,
    as_cardiosoft,
    as_muse,
    as_philips,
    as_schiller,
)


def as_dicom(signal: np.ndarray, *, sensitivity: str | None = "1") -> bytes:
    dataset = Dataset()
    dataset.SOPClassUID = "1.2.840.10008.5.1.4.1.1.9.1.1"
    dataset.SOPInstanceUID = "1.2.3"
    dataset.PatientName, dataset.PatientID = f"{SECRET}^Anna", SECRET
    dataset.PatientSex, dataset.PatientAge = "F", "056Y"
    group = Dataset()
    group.MultiplexGroupLabel, group.WaveformOriginality = "RHYTHM", "ORIGINAL"
    group.NumberOfWaveformChannels = len(LEADS)
    group.NumberOfWaveformSamples = signal.shape[1]
    group.SamplingFrequency = FS
    group.WaveformBitsAllocated, group.WaveformSampleInterpretation = 16, "SS"
    codes = {lead: code for code, lead in SCP_LEADS.items()}
    channels = []
    for lead in LEADS:
        source, unit, channel = Dataset(), Dataset(), Dataset()
        source.CodeValue = f"5.6.3-9-{codes[lead]}"
        source.CodingSchemeDesignator, source.CodeMeaning = "SCPECG", f"Lead {lead}"
        unit.CodeValue, unit.CodingSchemeDesignator = "uV", "UCUM"
        unit.CodeMeaning = "microvolt"
        channel.ChannelSourceSequence = [source]
        channel.WaveformBitsStored = 16
        if sensitivity:
            channel.ChannelSensitivity = sensitivity
            channel.ChannelSensitivityCorrectionFactor = "1"
            channel.ChannelBaseline = "0"
            channel.ChannelSensitivityUnitsSequence = [unit]
        channels.append(channel)
    group.ChannelDefinitionSequence = channels
    group.WaveformData = np.ascontiguousarray(microvolts(signal).T).tobytes()
    dataset.WaveformSequence = [group]
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    stream = io.BytesIO()
    pydicom.dcmwrite(stream, dataset, enforce_file_format=True)
    return stream.getvalue()


def as_edf(signal: np.ndarray) -> bytes:
    signals = [
        edfio.EdfSignal(
            row.astype(float), FS, label=f"ECG {lead}", physical_dimension="uV",
            physical_range=(-32768, 32767),
        )
        for lead, row in zip(LEADS, microvolts(signal), strict=True)
    ]  # fmt: skip
    stream = io.BytesIO()
    patient = edfio.Patient(code=SECRET, sex="F", name=SECRET)
    edfio.Edf(signals, patient=patient, data_record_duration=0.2).write(stream)
    return stream.getvalue()


def as_mat(signal: np.ndarray, **others: object) -> bytes:
    stream = io.BytesIO()
    named = {"leads": np.array(LEADS, dtype=object), "fs": float(FS), "units": "uV"}
    table = {"val": microvolts(signal), **named, **others}
    scipy.io.savemat(stream, table, do_compression=True)
    return stream.getvalue()


def as_hdf5(signal: np.ndarray) -> bytes:
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        file.attrs["patient"] = SECRET
        tracings = file.create_dataset("tracings", data=microvolts(signal).T[None])
        tracings.attrs["fs"], tracings.attrs["units"] = FS, "uV"
        tracings.attrs["lead_names"] = list(LEADS)
    return stream.getvalue()


def as_npz(signal: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(
        stream, ecg=microvolts(signal), lead_names=np.array(LEADS), fs=FS, unit="uV"
    )
    return stream.getvalue()


def as_xlsx(signal: np.ndarray) -> bytes:
    book = openpyxl.Workbook()
    book.active.append([SECRET])
    sheet = book.create_sheet("ECG")
    sheet.append(["time (s)", *(f"{lead} (uV)" for lead in LEADS)])
    for n, row in enumerate(microvolts(signal).T.tolist()):
        sheet.append([n / FS, *row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_csv(signal: np.ndarray) -> bytes:
    lines = ["time (s)," + ",".join(f"{lead} (uV)" for lead in LEADS)]
    for n, row in enumerate(microvolts(signal).T.tolist()):
        lines.append(",".join(map(str, [n / FS, *row])))
    return "\n".join(lines).encode()


WRITERS: dict[str, Callable[[np.ndarray], bytes]] = {
    "dicom": as_dicom,
    "aecg": as_aecg,
    "muse": as_muse,
    "cardiosoft": as_cardiosoft,
    "philips": as_philips,
    "schiller": as_schiller,
    "scp": as_scp,
    "scp, version 3": as_long_scp,
    "edf": as_edf,
    "gdf": as_gdf,
    "mfer": as_mfer,
    "ishne": as_ishne,
    "mat": as_mat,
    "hdf5": as_hdf5,
    "npz": as_npz,
    "xlsx": as_xlsx,
    "csv": as_csv,
    "pdf": as_pdf,
    "wfdb": as_wfdb_zip,
    "wfdb, packed": as_packed_wfdb,
    "wfdb, segments": as_stitched_wfdb,
}
"""All that state frequency and unit themselves, by format and, behind it, kind."""


def written(kind: str, signal: np.ndarray) -> UploadedFile:
    """Return an upload of one format."""
    return UploadedFile(f"a.{kind}", WRITERS[kind](signal))
