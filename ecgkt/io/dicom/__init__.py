"""DICOM, read without trust."""
