import json
from dataclasses import replace

import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.pipeline.reader import Reader
from ecgkt.report.reading_json import INTENDED_USE
from pages.read_ecg.show_downloads import to_json
from pages.shared.recording import Failure


@pytest.fixture
def reading(tiny_model, record):
    named = replace(record, record_id="ZZPHI-id")
    return Reader(load_bundle(tiny_model)).read(named, file="ZZPHI-file.hea")


def test_download_carries_the_notice_and_all_scores(reading):
    document = json.loads(to_json([reading], (), is_named=False))
    (one,) = document["readings"]
    assert document["schema"] == "ecgkt.reading/1"
    assert one["intended_use"] == INTENDED_USE
    assert len(one["diagnoses"]) == 71


def test_download_names_nobody_unless_asked(reading):
    failures = [Failure("ZZPHI-bad.csv", "not an ECG")]
    assert "ZZPHI" not in to_json([reading], failures, is_named=False)
    named = to_json([reading], failures, is_named=True)
    assert named.count("ZZPHI") == 3
