"""WFDB records become µV at the store's rate: as the plain way would, gaps included."""

import json
from pathlib import Path

import numpy as np
import pytest

from ecgkt.config import QualityConfig, StoreConfig
from ecgkt.dataset.pack_signals import (
    LIMIT_UV,
    MAX_GAP,
    MISSING,
    Chunk,
    pack_chunk,
    read_microvolts,
)
from ecgkt.errors import RecordError
from ecgkt.io.read_path import read_path
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.preprocess.resample import resample
from ecgkt.quality.gates import judge
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

ROWS = [LEADS.index(lead) for lead in INDEPENDENT_LEADS]
MIMIC_LEADS = [*LEADS[:4], "aVF", "aVL", *LEADS[6:]]


def plain(path):
    """
    Read with the app's reader, bridge, resample and round.

    Samples of I and II that the app computes of other limb leads are bridged, too.
    """
    record = read_path(Path(f"{path}.hea"))
    signal = record.signal[ROWS].copy()
    signal[invalid_samples(path)] = np.nan
    moved = resample(fill_gaps(signal), record.fs, 100.0)
    return np.rint(moved.astype(np.float64) * 1000)


def invalid_samples(path):
    """Find invalid samples of the eight leads, straight from the bytes."""
    samples = np.fromfile(f"{path}.dat", "<i2").reshape(-1, 12)
    columns = [MIMIC_LEADS.index(lead) for lead in INDEPENDENT_LEADS]
    return (samples[:, columns] == -32_768).T


def invalid_counts(path):
    return invalid_samples(path).sum(axis=1)


@pytest.fixture(scope="session")
def demo_paths(mimic_ecg_demo):
    return sorted(str(p)[:-4] for p in (mimic_ecg_demo / "files").rglob("*.hea"))


def write_mimic(folder, signal_uv, name="a", fs=500, gain=200.0):
    """Write 12 leads as MIMIC-IV-ECG does: format 16, 5 µV steps, aVF before aVL."""
    raw = np.where(np.isnan(signal_uv), -32_768, np.rint(signal_uv * gain / 1000))
    raw = raw.astype("<i2")[[LEADS.index(lead) for lead in MIMIC_LEADS]]
    raw.T.tofile(folder / f"{name}.dat")
    lines = [f"{name} 12 {fs} {raw.shape[1]} 17:13:50 12/06/2137"]
    for lead, row in zip(MIMIC_LEADS, raw, strict=True):
        total = int(row.sum(dtype=np.int64)) & 0xFFFF
        line = f"{name}.dat 16 {gain}(0)/mV 16 0 {row[0]} {total} 0 {lead}"
        lines.append(line)
    lines.append("# <subject_id>: 1")
    (folder / f"{name}.hea").write_text("\n".join(lines))
    return str(folder / name)


@pytest.fixture
def microvolts(record):
    return record.signal.astype(np.float64) * 1000


def test_real_records_equal_the_plain_way(demo_paths):
    whole = [path for path in demo_paths[::15] if not invalid_counts(path).any()]
    assert len(whole) > 40
    for path in whole:
        found = read_microvolts(path, 100.0, 1000)
        assert found.dtype == np.int16
        assert np.abs(found - plain(path)).max() <= 1


def test_real_gaps_are_bridged_or_cost_the_lead_alone(demo_paths):
    counts = {path: invalid_counts(path) for path in demo_paths}
    gappy = {path: found for path, found in counts.items() if found.any()}
    assert len(gappy) == 12
    n_lost = 0
    for path, found in gappy.items():
        stored, expected = read_microvolts(path, 100.0, 1000), plain(path)
        lost = found > MAX_GAP * 500
        n_lost += lost.sum()
        assert (stored[lost] == MISSING).all()
        assert np.abs(stored[~lost] - expected[~lost]).max() <= 1
    assert n_lost == 2


def test_what_the_gates_let_through_is_stored_as_the_app_sees_it(demo_paths):
    config = QualityConfig()
    assert config.max_gap_share * config.duration <= MAX_GAP
    n_scored = 0
    for path in demo_paths:
        if not invalid_counts(path).any():
            continue
        if judge(read_path(Path(f"{path}.hea")), config).verdict == "refuse":
            continue
        n_scored += 1
        assert np.abs(read_microvolts(path, 100.0, 1000) - plain(path)).max() <= 1
    assert n_scored > 0


def test_synthetic_record_equals_the_plain_way(microvolts, tmp_path):
    path = write_mimic(tmp_path, microvolts)
    assert np.abs(read_microvolts(path, 100.0, 1000) - plain(path)).max() <= 1


def test_rate_that_is_no_multiple_takes_the_plain_way(microvolts, tmp_path):
    path = write_mimic(tmp_path, microvolts[:, :2500], fs=250)
    assert np.abs(read_microvolts(path, 100.0, 1000) - plain(path)).max() <= 1


@pytest.mark.parametrize(("n_missing", "is_lost"), [(100, False), (101, True)])
def test_gaps_count_together_up_to_the_limit(microvolts, tmp_path, n_missing, is_lost):
    for place in range(n_missing):
        microvolts[LEADS.index("V3"), 40 * place + 7] = np.nan
    path = write_mimic(tmp_path, microvolts)
    found = read_microvolts(path, 100.0, 1000)
    v3 = INDEPENDENT_LEADS.index("V3")
    assert (found[v3] == MISSING).all() == is_lost
    assert (np.delete(found, v3, axis=0) != MISSING).all()


def test_derived_leads_may_lack_what_they_like(microvolts, tmp_path):
    whole = read_microvolts(write_mimic(tmp_path, microvolts), 100.0, 1000)
    microvolts[LEADS.index("aVL")] = np.nan
    found = read_microvolts(write_mimic(tmp_path, microvolts, "b"), 100.0, 1000)
    np.testing.assert_array_equal(found, whole)


def test_record_without_any_whole_lead_is_refused(microvolts, tmp_path):
    microvolts[:, :200] = np.nan
    with pytest.raises(RecordError, match=r"every lead lacks more than 0\.2 s"):
        read_microvolts(write_mimic(tmp_path, microvolts), 100.0, 1000)


def test_voltage_beyond_the_limit_is_cut(microvolts, tmp_path):
    microvolts[LEADS.index("V1"), 1000:3000] = 90_000
    microvolts[LEADS.index("V1"), 3000:] = -90_000
    found = read_microvolts(write_mimic(tmp_path, microvolts), 100.0, 1000)
    v1 = found[INDEPENDENT_LEADS.index("V1")]
    assert (v1.min(), v1.max()) == (-LIMIT_UV, LIMIT_UV)


def test_changed_sample_fails_the_checksum(microvolts, tmp_path):
    path = Path(write_mimic(tmp_path, microvolts) + ".dat")
    content = bytearray(path.read_bytes())
    content[60_000] ^= 4
    path.write_bytes(content)
    with pytest.raises(RecordError, match="do not match the header's checksums"):
        read_microvolts(str(tmp_path / "a"), 100.0, 1000)


def test_short_record_is_refused(microvolts, tmp_path):
    path = write_mimic(tmp_path, microvolts[:, :4000])
    with pytest.raises(RecordError, match="expected 1000 samples at 100 Hz, found 800"):
        read_microvolts(path, 100.0, 1000)


def test_chunk_fills_its_rows_and_names_its_rejects(microvolts, tmp_path):
    config = StoreConfig()
    good = write_mimic(tmp_path, microvolts, "a")
    bad = write_mimic(tmp_path, microvolts, "b")
    Path(f"{bad}.dat").unlink()
    signals = tmp_path / "signals.npy"
    np.save(signals, np.full((4, 8, config.n_samples), 7, np.int16))
    chunk = Chunk(
        first=1,
        paths=(good, bad),
        signals=str(signals),
        done=str(tmp_path / "done.json"),
        fs=config.fs,
        n_samples=config.n_samples,
    )
    assert pack_chunk(chunk) == 2
    rows = np.load(signals)
    np.testing.assert_array_equal(rows[1], read_microvolts(good, 100.0, 1000))
    assert (rows[2] == MISSING).all()
    assert (rows[[0, 3]] == 7).all()
    rejects = json.loads((tmp_path / "done.json").read_text())
    assert list(rejects) == ["2"]
    assert ".dat file does not exist" in rejects["2"]
