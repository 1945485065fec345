import numpy as np
import pandas as pd
import pytest

from ecgkt.config import InputConfig
from ecgkt.errors import EcgktError
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.preprocess.model_input import model_input
from ecgkt.simulate.example import simulate_example
from ecgkt.studies.explanations.simulated_causes import (
    FACTORS,
    Planted,
    find_planted,
    load_planted,
    planted_figures,
)
from ecgkt.types.explanation import TargetName
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS
from ecgkt.vocab.statements import CODES

LVH = next(one for one in FACTORS if one.mask == "lvh")


@pytest.fixture
def cohort(tmp_path):
    """Two recordings in the layout of a cohort; V2 from 2 s to 3 s is the cause."""
    folder = tmp_path / "cohort"
    (folder / "truth" / "masks").mkdir(parents=True)
    (folder / "ecg").mkdir()
    mask = np.zeros((12, 5000), bool)
    mask[LEADS.index("V2"), 1000:1500] = True
    for name in ("401", "402"):
        write_wfdb(simulate_example("lvh", seed=1, fs=500.0), folder / "ecg", name)
    np.savez(folder / "truth" / "masks" / "401.npz", cause_lvh=mask, QRS=mask)
    truth = pd.DataFrame({"record_id": [401, 402], "lvh": [0.9, 0.9]})
    truth.to_csv(folder / "truth" / "latents.csv.gz", index=False)
    listed = pd.DataFrame({"study_id": [401, 402], "path": ["401", "402"]})
    listed.to_csv(folder / "ecg" / "record_list.csv", index=False)
    return folder


def test_ecgs_with_factor_and_mask_are_found(cohort):
    ((record, path),) = find_planted(cohort, LVH, InputConfig())
    assert record == "401"
    found = load_planted(cohort, record, path, LVH, InputConfig())
    rows, places = np.nonzero(found.mask)
    assert set(rows) == {INDEPENDENT_LEADS.index("V2")}
    assert (places.min(), places.max()) == (200, 299)


def test_cause_that_moved_nothing_is_left_out(cohort):
    factor = LVH._replace(mask="potassium")
    assert (
        load_planted(cohort, "401", cohort / "ecg/401", factor, InputConfig()) is None
    )


def test_folder_without_cohort_or_masks_is_named(tmp_path, cohort):
    with pytest.raises(EcgktError, match="simulate --patients"):
        find_planted(tmp_path, LVH, InputConfig())
    (cohort / "truth" / "masks" / "401.npz").unlink()
    with pytest.raises(EcgktError, match="no masks"):
        find_planted(cohort, LVH, InputConfig())


def test_map_in_the_mask_hits_and_map_beside_it_misses(record):
    signal = model_input(record, InputConfig())
    mask = np.zeros((8, 1000), bool)
    mask[3] = True
    planted = Planted(LVH, signal, mask)
    inside, outside = np.zeros((2, 8, 1000), np.float32)
    inside[3, 500], inside[4, 500] = 3, -1
    outside[4, 500] = 1
    found = planted_figures(inside, planted, 100.0)
    assert found["single_beat_hit_rate"] == found["planted_hit_rate"] == 1
    assert found["mass_share"] == pytest.approx(0.75)
    assert found["planted_hit_reference"] == found["time_share"] == pytest.approx(1 / 8)
    missed = planted_figures(outside, planted, 100.0)
    assert missed["planted_hit_rate"] == missed["mass_share"] == 0


def test_every_factor_names_a_score_there_is():
    for factor in FACTORS:
        assert factor.target.kind == "lab" or factor.target.code in CODES
    assert FACTORS[-1].target == TargetName("lab", "Potassium high")
