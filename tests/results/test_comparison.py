import json

import pytest

from ecgkt.errors import EcgktError
from ecgkt.results.comparison import (
    CompareTable,
    FractionFigures,
    load_bundled_tables,
)
from ecgkt.results.comparison_figures import (
    ArmFigures,
    Comparisons,
    GapClosed,
    LabelGaps,
)
from ecgkt.results.document import Figure, load_document

UNDEFINED = GapClosed(value=None, ci=None, defined=False)


@pytest.fixture
def table():
    arm = ArmFigures(
        auroc=0.7,
        auroc_ci=(0.6, 0.8),
        auprc=0.2,
        auprc_ci=None,
        seeds_auroc=(0.69, 0.71),
        seeds_auprc=(0.2, None),
        variants={"short": 0.7, "equal_compute": 0.68},
        chosen={"short": 2, "equal_compute": 0},
    )
    difference = Figure(value=0.03, ci=(0.01, 0.05))
    gap = GapClosed(value=0.5, ci=(0.2, 0.8), defined=True)
    label = LabelGaps(
        name="I50",
        positives=40,
        auroc={"sig": 0.7, "ours": None},
        ours_minus_sig=difference,
        gap_closed=UNDEFINED,
    )
    fraction = FractionFigures(
        fraction=0.1,
        n_ecgs=200.0,
        n_patients=150.0,
        arms={"sig": arm, "ours": arm},
        ours_minus_sig=difference,
        gap_closed=gap,
        auprc=Comparisons(reachable_gap_closed=UNDEFINED),
        labels=(label,),
    )
    return CompareTable(
        command="python -m ecgkt compare --store s --out o",
        source="noise",
        data_hash="a" * 64,
        simulated=True,
        n_ecgs=2000,
        n_patients=1500,
        splits={"train": {"n_ecgs": 1600, "n_labelled": 1600, "n_patients": 1200}},
        seeds=(0, 1),
        folds=None,
        n_draws=1000,
        n_labels=1,
        n_labels_left_out=2,
        n_dropped=0,
        rules={"labels": "all"},
        constant=None,
        settings={"align": {"modalities": ("labs",)}},
        arms={"sig": {"title": "signal only", "input": "ECG", "role": "reference"}},
        fractions=(fraction,),
    )


def test_the_document_keeps_the_contract_and_comes_back_whole(table, tmp_path):
    path = tmp_path / "summary.json"
    path.write_text(json.dumps(table.to_dict(), allow_nan=False))
    read = json.loads(path.read_text())
    fraction = read["fractions"][0]
    assert read["schema"] == "ecgkt.compare/1"
    assert (read["n_ecgs"], read["n_patients"]) == (2000, 1500)
    assert fraction["arms"]["ours"]["auroc_ci"] == [0.6, 0.8]
    assert fraction["ours_minus_sig"] == {"value": 0.03, "ci": [0.01, 0.05]}
    assert fraction["gap_closed"] == {"value": 0.5, "ci": [0.2, 0.8], "defined": True}
    assert fraction["multi_minus_sig"] is None
    loaded = load_document(path, CompareTable)
    assert loaded.fractions == table.fractions
    assert loaded.to_dict() == table.to_dict()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda document: document.pop("seeds"), "seeds"),
        (lambda document: document.update(extra=1), "extra"),
        (
            lambda document: document["fractions"][0].pop("labels"),
            r"\$\.fractions\[0\]",
        ),
    ],
)
def test_missing_or_unknown_field_is_refused(table, tmp_path, change, message):
    document = table.to_dict()
    change(document)
    path = tmp_path / "summary.json"
    path.write_text(json.dumps(document))
    with pytest.raises(EcgktError, match=message):
        load_document(path, CompareTable)


def test_tables_of_a_folder_go_by_their_names(table, tmp_path):
    (tmp_path / "results").mkdir()
    path = tmp_path / "results" / "compare-simulated.json"
    path.write_text(json.dumps(table.to_dict()))
    assert list(load_bundled_tables(tmp_path)) == ["simulated"]
    assert load_bundled_tables(tmp_path / "nowhere") == {}


def test_shipped_comparisons_are_whole_and_say_what_is_simulated():
    for name, shipped in load_bundled_tables().items():
        assert shipped.command.startswith("python -m ecgkt compare")
        assert shipped.simulated == name.startswith("simulated")
        assert len(shipped.seeds) >= 3
        for share in shipped.fractions:
            assert {"sig", "ours"} <= set(share.arms)
            assert len(share.labels) == shipped.n_labels
