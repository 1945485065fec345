"""A bulk reader that works in this process, for lists and pages under test."""

import threading
from collections.abc import Sequence
from pathlib import Path

from typing_extensions import override

from ecgkt.bundle.classifier import load_bundle
from ecgkt.errors import RecordError
from ecgkt.io.group_recordings import group_recordings
from ecgkt.io.read_ecg import read_ecg, read_layout
from ecgkt.io.unzip_many import unzip_portion
from ecgkt.pipeline.export_report import export_report
from ecgkt.pipeline.reader import Reader
from ecgkt.serving.bulk import BulkReader
from ecgkt.serving.parse_many import Outcome, Unpacked
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from ecgkt.types.report_wish import ReportWish
from ecgkt.types.upload import (
    NOTHING_STATED,
    StatedMetadata,
    UploadedFile,
    UploadedRecording,
)


class LocalBulk(BulkReader):
    """What worklists ask of the bulk reader, without its processes."""

    def __init__(self, model: Path, n_workers: int = 1) -> None:
        self.n_workers = n_workers
        self.reader = Reader(load_bundle(model))
        self.may_read = threading.Event()
        """Readings and reports wait for it."""
        self.may_read.set()
        self.is_reading = threading.Event()
        """Set once a reading was asked for."""
        self.read_names: list[str] = []
        self.parsed: list[int] = []

    @override
    def warm(self) -> None:
        pass

    @override
    def unpack(self, files: Sequence[UploadedFile]) -> Unpacked:
        opened = Unpacked([], [])
        for file in files:
            portion = unzip_portion(file)
            opened.files.extend(portion.files)
            opened.failures.extend(portion.failures)
        return opened

    @override
    def group(self, files: Sequence[UploadedFile]) -> list[UploadedRecording]:
        return group_recordings(files)

    @override
    def parse(
        self,
        groups: Sequence[Sequence[UploadedFile]],
        stated: StatedMetadata = NOTHING_STATED,
    ) -> list[Outcome]:
        self.parsed.append(len(groups))
        return [self._parse_one(group, stated) for group in groups]

    def _parse_one(
        self, files: Sequence[UploadedFile], stated: StatedMetadata
    ) -> Outcome:
        try:
            return read_ecg(files, stated)
        except RecordError as error:
            return error

    @override
    def leaves_open(self, file: UploadedFile) -> bool:
        try:
            return bool(read_layout([file], NOTHING_STATED).doubts)
        except RecordError:
            return False

    @override
    def read(self, record: EcgRecord, *, file: str = "") -> Reading:
        self.is_reading.set()
        assert self.may_read.wait(60)
        self.read_names.append(file)
        return self.reader.read(record, file=file)

    @override
    def report(
        self, record: EcgRecord, reading: Reading, wish: ReportWish
    ) -> dict[str, bytes]:
        assert self.may_read.wait(60)
        return export_report(record, reading, wish)
