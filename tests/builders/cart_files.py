"""One recording in every format that can hold it, by other programs where kept."""

import base64
import io
import struct
import zipfile
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
from ecgkt.vocab.lead_names import ISHNE_LEADS, SCP_LEADS
from ecgkt.vocab.leads import LEADS

FS = 500
SECRET = "ZZPHI4711"
"""Stands wherever a file names its person."""


def microvolts(signal: np.ndarray) -> np.ndarray:
    """Steps of 1 uV, as every writer below stores them."""
    return np.rint(signal * 1000).astype("<i2")


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


def as_aecg(signal: np.ndarray) -> bytes:
    sequences = "".join(
        f'<component><sequence><code code="MDC_ECG_LEAD_{lead.upper()}"/><value>'
        f'<origin value="0" unit="uV"/><scale value="1" unit="uV"/>'
        f"<digits>{' '.join(map(str, row))}</digits></value></sequence></component>"
        for lead, row in zip(LEADS, microvolts(signal), strict=True)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><AnnotatedECG xmlns="urn:hl7-org:v3">'
        '<effectiveTime><center value="20200101"/></effectiveTime>'
        f"<subjectDemographicPerson><name>{SECRET}</name>"
        '<administrativeGenderCode code="F"/><birthTime value="19630701"/>'
        "</subjectDemographicPerson><component><series><code code='RHYTHM'/>"
        "<component><sequenceSet><component><sequence><code code='TIME_ABSOLUTE'/>"
        "<value><head value='2020'/><increment value='0.002' unit='s'/></value>"
        f"</sequence></component>{sequences}</sequenceSet></component></series>"
        "</component></AnnotatedECG>"
    ).encode()


def as_muse(signal: np.ndarray) -> bytes:
    leads = "".join(
        f"<LeadData><LeadSampleCountTotal>{len(row)}</LeadSampleCountTotal>"
        "<LeadAmplitudeUnitsPerBit>1</LeadAmplitudeUnitsPerBit>"
        "<LeadAmplitudeUnits>MICROVOLTS</LeadAmplitudeUnits>"
        f"<LeadID>{lead}</LeadID><LeadSampleSize>2</LeadSampleSize><WaveFormData>"
        f"{base64.encodebytes(row.tobytes()).decode()}</WaveFormData></LeadData>"
        for lead, row in zip(LEADS, microvolts(signal), strict=True)
        if lead not in LEADS[2:6]
    )
    return (
        '<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE RestingECG SYSTEM '
        '"restecg.dtd"><RestingECG><PatientDemographics><PatientID>'
        f"{SECRET}</PatientID><PatientAge>56</PatientAge><AgeUnits>YEARS</AgeUnits>"
        f"<Gender>FEMALE</Gender><PatientLastName>{SECRET}</PatientLastName>"
        "</PatientDemographics><RestingECGMeasurements><QRSDuration>96</QRSDuration>"
        "<QTCorrected>0</QTCorrected></RestingECGMeasurements><Diagnosis>"
        "<DiagnosisStatement><StmtFlag>ENDSLINE</StmtFlag><StmtText>Sinus rhythm"
        "</StmtText></DiagnosisStatement><DiagnosisStatement><StmtFlag>ENDSLINE"
        f"</StmtFlag><StmtText>as in {SECRET}</StmtText></DiagnosisStatement>"
        "</Diagnosis>"
        "<Waveform><WaveformType>Rhythm</WaveformType><SampleBase>500</SampleBase>"
        f"<SampleExponent>0</SampleExponent>{leads}</Waveform></RestingECG>"
    ).encode("latin-1")


def as_cardiosoft(signal: np.ndarray) -> bytes:
    waves = "".join(
        f'<WaveformData lead="{lead}">{",".join(map(str, row))}</WaveformData>'
        for lead, row in zip(LEADS, microvolts(signal), strict=True)
    )
    return (
        "<?xml version='1.0' encoding='ISO-8859-1'?><CardiologyXML><PatientInfo><Name>"
        f"<FamilyName>{SECRET}</FamilyName></Name><PID>{SECRET}</PID>"
        "<Age units='years'>56</Age><Gender>FEMALE</Gender></PatientInfo>"
        "<RestingECGMeasurements><VentricularRate units='BPM'>64</VentricularRate>"
        "<PQInterval units='ms'>150</PQInterval><QRSDuration>94</QRSDuration>"
        "</RestingECGMeasurements><StripData><NumberOfLeads>12</NumberOfLeads>"
        f"<SampleRate units='Hz'>{FS}</SampleRate><ChannelSampleCountTotal>"
        f"{signal.shape[1]}</ChannelSampleCountTotal>"
        f"<Resolution units='uVperLsb'>1</Resolution>{waves}</StripData>"
        "</CardiologyXML>"
    ).encode("latin-1")


def as_schiller(signal: np.ndarray) -> bytes:
    channels = "".join(
        f"<channel><name>{lead.upper()}</name><data>{','.join(map(str, row))}</data>"
        f"<samplecount>{len(row)}</samplecount></channel>"
        for lead, row in zip(LEADS, microvolts(signal), strict=True)
    )
    scale = (
        f"<resolution><samplerate><exponent>1</exponent><value>{FS}</value></samplerate>"
        "<yres><unitperbit>1.0</unitperbit><units>UV</units></yres></resolution>"
    )
    average = "<channel><name>I</name><data>1,2</data></channel>"
    return (
        "<com.xiriuz.sema.xml.schillerEDI.SchillerEDI><patdata>"
        f"<lastname>{SECRET}</lastname><birthdate>19630701</birthdate>"
        "<gender>FEMALE</gender></patdata><examdescript><startdatetime>"
        "<date>20200101</date></startdatetime></examdescript><eventdata><event>"
        f"<wavedata><type>ECG_AVERAGES</type>{scale}{average}</wavedata>"
        f"<wavedata><type>ECG_RHYTHMS</type>{scale}{channels}</wavedata></event>"
        "</eventdata></com.xiriuz.sema.xml.schillerEDI.SchillerEDI>"
    ).encode()


def as_scp(signal: np.ndarray, *, flags: int = 0, bimodal: int = 0) -> bytes:
    """Plain samples, by the letter of EN 1064."""
    rows = microvolts(signal)
    codes = {lead: code for code, lead in SCP_LEADS.items()}
    name = SECRET.encode() + b"\0"
    person = b"\0" + struct.pack("<H", len(name)) + name
    person += b"\4" + struct.pack("<HHB", 3, 56, 1) + b"\10" + struct.pack("<HB", 1, 2)
    person += b"\xff\0\0"
    leads = bytes([len(LEADS), flags])
    for lead in LEADS:
        leads += struct.pack("<IIB", 1, rows.shape[1], codes[lead])
    samples = struct.pack("<HHBB", 1000, 2000, 0, bimodal)
    samples += struct.pack("<12H", *[row.nbytes for row in rows]) + rows.tobytes()
    bodies = {1: person, 3: leads, 6: samples}
    at, pointers, parts = 6 + 16 + 10 * 12, [], []
    for number in range(1, 12):
        body = bodies.get(number)
        length = 0 if body is None else len(body) + 16
        pointers.append(struct.pack("<HII", number, length, at + 1 if body else 0))
        if body is not None:
            parts.append(struct.pack("<HHIBB6x", 0, number, length, 20, 20) + body)
            at += length
    first = struct.pack("<HII", 0, 136, 7) + b"".join(pointers)
    frame = struct.pack("<HHIBB", 0, 0, 136, 20, 20) + b"SCPECG" + first
    return struct.pack("<HI", 0, at) + frame + b"".join(parts)


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


def as_ishne(signal: np.ndarray) -> bytes:
    rows = microvolts(signal)
    codes = {lead: code for code, lead in ISHNE_LEADS.items()}
    header = bytearray(512)
    struct.pack_into("<iiiih", header, 0, 0, rows.shape[1], 522, 522, 1)
    header[18:27] = SECRET.encode()
    struct.pack_into("<h", header, 118, 2)
    struct.pack_into("<h12h", header, 146, 12, *[codes[lead] for lead in LEADS])
    struct.pack_into("<12h12h", header, 172, *[1] * 12, *[1000] * 12)
    struct.pack_into("<h", header, 262, FS)
    return b"ISHNE1.0\0\0" + bytes(header) + rows.T.tobytes()


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


def as_wfdb_zip(signal: np.ndarray) -> bytes:
    rows = microvolts(signal)
    header = [f"r 12 {FS} {rows.shape[1]}"]
    header += [
        f"r.dat 16 1000/mV 16 0 {row[0]} {row.sum(dtype=np.int64) % 2**16} 0 {lead}"
        for lead, row in zip(LEADS, rows, strict=True)
    ]
    header += ["# Age: 56", "# Sex: F", f"# Name: {SECRET}"]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("r.hea", "\n".join(header))
        packed.writestr("r.dat", np.ascontiguousarray(rows.T).tobytes())
    return stream.getvalue()


WRITERS: dict[str, Callable[[np.ndarray], bytes]] = {
    "dicom": as_dicom,
    "aecg": as_aecg,
    "muse": as_muse,
    "cardiosoft": as_cardiosoft,
    "schiller": as_schiller,
    "scp": as_scp,
    "edf": as_edf,
    "ishne": as_ishne,
    "mat": as_mat,
    "hdf5": as_hdf5,
    "npz": as_npz,
    "xlsx": as_xlsx,
    "csv": as_csv,
    "wfdb": as_wfdb_zip,
}
"""All that state frequency and unit themselves; Philips' compression only unpacks."""


def written(kind: str, signal: np.ndarray) -> UploadedFile:
    """Return an upload of one format."""
    return UploadedFile(f"a.{kind}", WRITERS[kind](signal))
