"""An adapter made from a store: better where a site is shifted, refused in words."""

import json

import numpy as np
import pytest

from ecgkt.__main__ import main
from ecgkt.bundle.adapter import load_adapter
from ecgkt.bundle.classifier import load_bundle
from ecgkt.dataset.store import open_store
from ecgkt.dataset.store_signals import StoreSignals
from ecgkt.errors import EcgktError
from ecgkt.models.predict import predict_logits
from ecgkt.release.adapter import Choice, make_adapter, read_local
from ecgkt.report.model_words import NOT_BETTER
from ecgkt.vocab.statements import CODES
from tests.builders.adapters import FREQUENT, save_local_store
from tests.builders.small_stores import save_small_store


@pytest.fixture(scope="module")
def shifted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("local") / "ward"
    save_local_store(folder)
    return folder


def test_planted_shift_is_mended_and_told(shifted, tiny_model, tmp_path, capsys):
    command = ["adapt", "--store", str(shifted), "--out", str(tmp_path / "a")]
    assert main([*command, "--model", str(tiny_model), "--site", "Ward 7"]) == 0
    said = capsys.readouterr()
    assert "better than the model as shipped on records that did not teach" in said.out
    assert "120 ECGs of 60 patients" in said.out
    bundle = load_bundle(tiny_model)
    width = sum(bundle.model.encoder.widths)
    made = load_adapter(tmp_path / "a", bundle.identity, width)
    assert made.adapter.columns == (FREQUENT,)
    assert made.document.site == "Ward 7"
    assert made.document.measured.is_better
    assert made.document.measured.auroc_after.value > 0.9


def test_same_ecgs_and_seed_give_the_same_files(shifted, tiny_model, tmp_path):
    for name in "ab":
        make_adapter(
            shifted, tmp_path / name, site="x", choice=Choice(), folder=tiny_model
        )
    for name in ("adapter.json", "adapter.safetensors"):
        one, two = ((tmp_path / place / name).read_bytes() for place in "ab")
        assert one == two
    content = json.loads((tmp_path / "a" / "adapter.json").read_text())
    assert not {"date", "created", "time"} & set(content)


def test_labels_of_chance_are_not_recommended(tiny_model, tmp_path, capsys):
    save_small_store(tmp_path)
    command = ["adapt", "--store", str(tmp_path), "--out", str(tmp_path / "a")]
    assert main([*command, "--model", str(tiny_model), "--seed", "3"]) == 0
    assert json.loads((tmp_path / "a" / "adapter.json").read_text())["seed"] == 3
    assert NOT_BETTER in capsys.readouterr().out


def test_what_is_read_is_what_the_model_says(shifted, tiny_model):
    bundle, store = load_bundle(tiny_model), open_store(shifted)
    local = read_local(bundle, store, Choice(n_records=60, seed=1))
    assert len(local.labels) == 60
    rows = np.flatnonzero(np.isin(store.records["patient_id"], local.patient_ids))
    signals = StoreSignals(store, bundle.input_config).whole(rows)
    expected = predict_logits(bundle.model, signals, bundle.input_config)
    assert np.array_equal(local.prediction.logits, expected)


@pytest.mark.parametrize(
    ("stored", "choice", "message"),
    [
        (
            {"n_patients": 10},
            Choice(),
            "expected at least 50 labelled ECGs of 20 patients to adapt to, found 20 "
            "of 10: add more",
        ),
        (
            {"is_mixed": False},
            Choice(),
            "expected a statement that at least 5 of the 120 ECGs carry and at least "
            "5 do not, found none: add ECGs of both kinds",
        ),
        (
            {"codes": CODES[:70]},
            Choice(),
            "expected a store of the 71 statements of the model, found one of 70 "
            "others from invented",
        ),
        ({}, Choice(split="tuning"), "found 0 of 0: add more"),
        ({}, Choice(n_records=20), "found 20 of 10: add more"),
    ],
)
def test_ecgs_that_cannot_teach_are_refused(
    tmp_path, tiny_model, stored, choice, message
):
    save_local_store(tmp_path / "s", **stored)
    with pytest.raises(EcgktError, match=message):
        make_adapter(
            tmp_path / "s", tmp_path / "a", site="x", choice=choice, folder=tiny_model
        )
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("site", ["", "x" * 41, "a\nb"])
def test_site_without_a_proper_name_is_refused(shifted, tmp_path, tiny_model, site):
    with pytest.raises(EcgktError, match="1 to 40 printable characters"):
        make_adapter(shifted, tmp_path, site=site, choice=Choice(), folder=tiny_model)


def test_folder_that_cannot_be_written_is_named(shifted, tmp_path, tiny_model):
    (tmp_path / "a").write_text("a file")
    with pytest.raises(EcgktError, match=r"cannot write to .*: File exists"):
        make_adapter(
            shifted, tmp_path / "a", site="x", choice=Choice(), folder=tiny_model
        )
