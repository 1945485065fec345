"""
Real files of carts, archives and converters, as `../shared/data` keeps them.

Those of the folder `made` hold one known ECG (`made/source`), written by the C# ECG
Toolkit, biosig, edfio, pyedflib, pydicom, ishneholterlib, h5py and scipy; its
MANIFEST.csv names source, licence and trap of each.
"""

from pathlib import Path

import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.read_ecg import read_ecg
from ecgkt.io.read_path import read_path
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.vocab.leads import LEADS
from tests.builders.made_files import MADE, NOTHING

# What is refused, and by which reason
REFUSED = [
    ("made/pydicom_12lead_without_sensitivity.dcm", "no unit. State the unit"),
    ("made/h5py_code15_layout_400Hz_mV_zero_padded.hdf5", "sampling frequency. State"),
    ("made/scipy_cpsc2018_layout_500Hz_mV_12xN.mat", "sampling frequency. State"),
    ("scp-nonstandard/healforce_62.SCP", "binary data of no known kind"),
    ("contec-ecg90/0000050.ECG", "recorder Contec ECG90A.* order of limb leads"),
]
# File, rate, samples, age, sex, leads that were derived
REAL = [
    ("scp/Example.scp", 500, 5000, 49, "male", 0),
    ("scp/ECG_20070321_110542_ANON000004.SCP", 600, 6000, 39, None, 4),
    ("scp/contec_0000050.ECG.scp", 800, 32767, None, None, 0),
    ("dicom/Example.dcm", 500, 5000, 49, "male", 0),
    ("ge-muse-xml/MUSE_20080710_165457_96000.xml", 250, 2500, 58, "male", 4),
    ("philips-sierra-xml/Philips103Example01.xml", 500, 5050, 22, "male", 0),
    ("philips-sierra-xml/child_1_03.xml", 500, 5300, 10, "male", 0),
    ("hl7-aecg/hl7aecg-Example2.xml", 1000, 10_000, 32, None, 0),
    ("schiller-xml/schiller.xml", 500, 4998, None, "male", 0),
    ("edf/contec_0000050.ECG.edf", 800, 37_855, None, None, 0),
    ("matlab/ecgkit_example_recording.mat", 250, 10_000, None, None, 4),
]
VENDOR = [
    ("dicom/waveform_ecg.dcm", 1000, 10_000, 42, "female", 0),
    ("dicom/synthetic_muse.dcm", 500, 5000, 45, "male", 0),
    ("ge-muse-xml/synthetic_muse.xml", 500, 5000, 45, "male", 4),
    ("ge-muse-xml/guangxi_teaching_sinus_rhythm.xml", 500, 5000, 11, "male", 4),
    ("hl7-aecg/example_aecg.xml", 500, 5000, 46, "male", 0),
    ("hl7-aecg/ad4d3d80-d165_1-04_converted.xml", 500, 5300, 32, "female", 0),
    ("philips-sierra-xml/ad4d3d80-d165_1-04_orig.xml", 500, 5300, 32, "female", 0),
    ("philips-sierra-xml/129DYPRG.XML", 500, 5264, 50, "male", 0),
]


def read(path: Path, stated: StatedMetadata = NOTHING) -> EcgRecord:
    return read_ecg([UploadedFile(path.name, path.read_bytes())], stated)


@pytest.mark.parametrize(("name", "stated", "n_lost", "error"), MADE)
def test_known_ecg_is_read(name, stated, n_lost, error, cart_formats):
    truth = read_path(cart_formats / "made" / "source" / "r.hea").signal
    record = read(cart_formats / "made" / name, stated)
    n_samples = min(record.n_samples, truth.shape[1]) - n_lost
    assert n_samples >= 4998
    assert record.fs == 500
    off = np.abs(record.signal[:, :n_samples] - truth[:, :n_samples])
    assert off.max() * 1000 <= error


def test_holter_of_two_leads_is_no_twelve_lead_ecg(cart_formats):
    """Its preamble says otherwise; 30 minutes, drawn and measured as far as it goes."""
    record = read(cart_formats / "mfer" / "sample.mwf")
    assert (record.fs, record.duration) == (125, 1800)
    assert set(LEADS) - set(record.absent_leads) == {"I", "II", *record.derived_leads}
    assert record.signal[0, 0] == pytest.approx(-0.12)


def test_resampled_recording_keeps_its_shape(cart_formats):
    path = cart_formats / "made" / "h5py_code15_layout_400Hz_mV_zero_padded.hdf5"
    record = read(path, StatedMetadata(unit="mV", fs=400))
    truth = read_path(cart_formats / "made" / "source" / "r.hea").signal
    assert any("padding" in note for note in record.warnings)
    assert record.duration == pytest.approx(10, abs=0.01)
    assert np.abs(record.signal[:, ::4] - truth[:, ::5][:, :1000]).max() < 0.06


@pytest.mark.parametrize(("name", "reason"), REFUSED)
def test_others_are_refused_by_their_reason(name, reason, cart_formats):
    with pytest.raises(RecordError, match=reason):
        read(cart_formats / name)


def check(record: EcgRecord, row: tuple) -> None:
    name, fs, n_samples, age, sex, n_derived = row
    found = (record.fs, record.n_samples, record.age, record.sex)
    assert found == (fs, n_samples, age, sex), name
    assert len(record.derived_leads) == n_derived
    assert record.absent_leads == ()


@pytest.mark.parametrize("row", REAL, ids=lambda row: row[0])
def test_files_of_carts_are_read(row, cart_formats):
    check(read(cart_formats / row[0]), row)


@pytest.mark.parametrize("row", VENDOR, ids=lambda row: row[0])
def test_files_of_vendors_are_read(row, vendor_formats):
    check(read(vendor_formats / row[0]), row)


def test_one_ecg_in_three_formats_is_the_same(cart_formats, vendor_formats):
    first = read(cart_formats / "dicom" / "Example.dcm")
    for path in (
        cart_formats / "scp/Example.scp",
        vendor_formats / "hl7-aecg/example_aecg.xml",
    ):
        assert np.abs(read(path).signal - first.signal).max() <= 1e-5
    muse = "guangxi_teaching_sinus_rhythm"
    xml = read(vendor_formats / "ge-muse-xml" / f"{muse}.xml")
    dicom = read(vendor_formats / "dicom" / f"{muse}.dcm")
    assert np.abs(xml.signal - dicom.signal).max() <= 5e-3


def test_philips_agrees_with_its_conversion(vendor_formats):
    name = "ad4d3d80-d165_1-04"
    packed = read(vendor_formats / "philips-sierra-xml" / f"{name}_orig.xml")
    plain = read(vendor_formats / "hl7-aecg" / f"{name}_converted.xml")
    assert np.abs(packed.signal - plain.signal).max() <= 0.0201
    assert any("calibration pulse" in note for note in packed.warnings)
    assert packed.vendor is not None
    assert packed.vendor.measurements["qrs_ms"] == 102


@pytest.mark.parametrize("kind", ["", "_nouuid", "_effectiveTime_low"])
def test_thirteen_samples_are_one_lead(kind, vendor_formats):
    record = read(vendor_formats / "hl7-aecg" / f"minimum_aecg{kind}.xml")
    assert record.n_samples == 13
    assert set(LEADS) - set(record.absent_leads) == {"II"}


def test_values_of_the_recorder_are_kept_apart(cart_formats, vendor_formats):
    record = read(vendor_formats / "philips-sierra-xml" / "129DYPRG.XML")
    assert record.vendor is not None
    assert record.vendor.source == "Philips"
    assert record.vendor.measurements["qt_ms"] == 476
    assert record.vendor.statements[0] == "Sinus bradycardia"
    schiller = read(cart_formats / "schiller-xml" / "schiller.xml")
    assert schiller.vendor is not None
    assert schiller.vendor.measurements["pr_ms"] == 214
    assert schiller.vendor_beat is not None
    assert schiller.vendor_beat.signal.shape == (12, 580)
