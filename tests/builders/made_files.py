"""The files that other programs wrote of one known ECG (`cart-formats/made`)."""

from ecgkt.types.upload import StatedMetadata

MICROVOLT = StatedMetadata(unit="uV", fs=500)
MILLIVOLT = StatedMetadata(unit="mV", fs=500)
NOTHING = StatedMetadata()
# File, what must be stated, samples that differ from the truth at the end, error in uV
MADE = [
    ("ecgtoolkit_scp_default_huffman.scp", NOTHING, 0, 0.01),
    ("ecgtoolkit_scp_uncompressed.scp", NOTHING, 0, 0.01),
    ("ecgtoolkit_scp_median_only.scp", NOTHING, 0, 0.01),
    ("ecgtoolkit_scp_qrs_subtraction.scp", NOTHING, 0, 0.01),
    ("ecgtoolkit_ishne.ecg", NOTHING, 0, 0.01),
    ("ecgtoolkit_aecg.xml", NOTHING, 0, 0.01),
    ("biosig_hl7aecg.xml", NOTHING, 0, 0.01),
    ("ecgtoolkit_muse_8leads_avm4.88.xml", NOTHING, 1, 10),
    ("ecgtoolkit_muse_8leads_avm1.xml", NOTHING, 1, 1.1),
    ("ecgtoolkit.csv", MICROVOLT, 0, 0.01),
    ("ecgtoolkit_dicom.dcm", NOTHING, 0, 0.01),
    ("pydicom_12lead_explicitLE_uV_scpecg.dcm", NOTHING, 0, 0.01),
    ("pydicom_12lead_implicitLE_mV_corr2_baseline_mdc.dcm", NOTHING, 0, 0.01),
    ("pydicom_12lead_deflated_uV.dcm", NOTHING, 0, 0.01),
    ("pydicom_general_8leads_uV.dcm", NOTHING, 0, 1.1),
    ("pydicom_12lead_without_sensitivity.dcm", MICROVOLT, 0, 0.01),
    ("edfio_uV_plain.edf", NOTHING, 0, 0.01),
    ("edfio_mV_ECGlabels.edf", NOTHING, 0, 0.02),
    ("edfio_plus_annotations_resp25Hz.edf", NOTHING, 0, 0.01),
    ("pyedflib_edfplus.edf", NOTHING, 0, 0.2),
    ("biosig_gdf.gdf", NOTHING, 0, 0.01),
    # Its writer states 1.001 uV a step for what it stored in steps of 1 uV.
    ("biosig_scp3.scp", NOTHING, 0, 1.4),
    ("h5py_named_leads_500Hz_uV_attrs.h5", NOTHING, 0, 0.01),
    ("scipy_cpsc2018_layout_500Hz_mV_12xN.mat", MILLIVOLT, 0, 0.01),
    ("scipy_ecgkit_layout_Nx12_uV.mat", NOTHING, 0, 0.01),
    # Places in hundredths of a point: 0.35 uV. Its writer draws 4999 points.
    ("ecgtoolkit_regular.pdf", NOTHING, 0, 0.36),
]
