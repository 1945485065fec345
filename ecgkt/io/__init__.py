"""Bytes become one `EcgRecord` or a `RecordError`; the entrance is `read_ecg`."""
