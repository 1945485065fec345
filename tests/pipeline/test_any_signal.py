"""Nothing that a signal holds raises an exception, and no noise is scored."""

import numpy as np
import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.bundle.delineator import load_installed
from ecgkt.pipeline.reader import Reader
from ecgkt.report.reading_json import reading_from_dict, reading_to_dict
from ecgkt.report.reading_text import reading_text
from ecgkt.results.model_card import BUNDLED
from ecgkt.types.record import EcgRecord
from ecgkt.vocab.leads import LEADS
from tests.builders.hostile_signals import hostile_signal

BEATLESS = {"white", "coloured", "shared", "chirp", "steps", "lone_beats"}
BEATLESS |= {"fibrillation", "silence"}


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_any_signal_gives_a_reading(tiny_model, n_signals):
    reader = Reader(load_bundle(tiny_model), installed=load_installed(BUNDLED))
    scored = []
    for seed in range(n_signals):
        kind, signal, fs = hostile_signal(seed)
        record = EcgRecord(
            record_id=str(seed), signal=signal, fs=fs, format="npy", age=50
        )
        reading = reader.read(record, file=kind)
        assert reading_text(reading)
        assert reading_from_dict(reading_to_dict(reading)).quality == reading.quality
        if reading.measurements:
            rate = reading.measurements["heart_rate_bpm"].value
            assert rate is None or 15 < rate < 320
            assert tuple(reading.record.leads) == tuple(
                lead for lead in LEADS if lead not in record.absent_leads
            )
        if reading.quality.verdict != "refuse":
            scored.append(kind)
    assert not np.isin(scored, sorted(BEATLESS)).any(), sorted(set(scored))
    # Some of them are noisy, short or of few leads, and not scored for that.
    assert scored.count("beats") > n_signals / 50
