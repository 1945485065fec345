"""Median beats that real recorders made, held against ours of the same recording."""

import pytest

from ecgkt.bundle.delineator import load_installed
from ecgkt.io.read_path import read_path
from ecgkt.measure.measure_ecg import measure_ecg
from ecgkt.measure.trace import trace_of
from ecgkt.plotting.vendor_beat import lay_vendor_beat
from ecgkt.results.model_card import BUNDLED

# Data set, file, lowest correlation, largest difference in mV.
BEATS = [
    ("vendor_formats", "ge-muse-xml/synthetic_muse.xml", 0.99, 0.15),
    ("vendor_formats", "dicom/synthetic_muse.dcm", 0.99, 0.15),
    ("vendor_formats", "dicom/waveform_ecg.dcm", 0.99, 0.10),
    ("vendor_formats", "hl7-aecg/example_aecg.xml", 0.99, 0.08),
    ("vendor_formats", "hl7-aecg/ad4d3d80-d165_1-04_converted.xml", 0.98, 0.15),
    ("vendor_formats", "philips-sierra-xml/ad4d3d80-d165_1-04_orig.xml", 0.98, 0.15),
    ("cart_formats", "ge-muse-xml/MUSE_20080710_165457_96000.xml", 0.99, 0.05),
    ("cart_formats", "dicom/Example.dcm", 0.99, 0.08),
    ("cart_formats", "hl7-aecg/hl7aecg-Example2.xml", 0.99, 0.16),
    ("cart_formats", "schiller-xml/schiller.xml", 0.99, 0.10),
    ("cart_formats", "scp/Example.scp", 0.99, 0.08),
    ("cart_formats", "made/ecgtoolkit_scp_median_only.scp", 0.99, 0.08),
    ("cart_formats", "made/ecgtoolkit_scp_qrs_subtraction.scp", 0.99, 0.08),
    # The beat is an eighth higher than the rhythm that the same recorder stored.
    ("cart_formats", "scp/ECG_20070321_110542_ANON000004.SCP", 0.99, 0.35),
    # An atrial pacing spike stands sharp in the recorder's beat, and spread in ours.
    ("cart_formats", "scp/ECG_20081029_105642_ANON000010.SCP", 0.90, 1.50),
]


@pytest.fixture(scope="module")
def delineator():
    return load_installed(BUNDLED).delineator


@pytest.mark.parametrize(("data", "name", "correlation", "millivolts"), BEATS)
def test_beat_of_the_recorder_agrees_with_ours(
    request, delineator, data, name, correlation, millivolts
):
    record = read_path(request.getfixturevalue(data) / name)
    measured = measure_ecg(
        record.signal, record.fs, delineator, mask_fs=delineator.mask_fs
    )
    laid = lay_vendor_beat(record.vendor_beat, trace_of(measured, 0.0).typical_beat)
    assert laid.correlation > correlation
    assert laid.difference_mv < millivolts
