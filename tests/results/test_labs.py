from ecgkt.results.labs import LabTable

LAB = {
    "name": "Creatinine",
    "direction": "high",
    "n": 440,
    "positives": 150,
    "n_patients": 88,
    "auroc": 0.625,
    "auroc_ci": [0.5625, 0.6875],
    "plain_probe_auroc": 0.5,
    "readable": True,
    "flagged_of_normal": 0.0125,
    "flagged_of_normal_ci": [0.00625, 0.025],
}
COUNTS = {"median": 1.0, "mean": 1.25, "max": 7}
INVENTED = {
    "schema": "ecgkt.labs/1",
    "command": "python -m ecgkt evaluate labs --store STORE --json",
    "n_ecgs": 440,
    "n_patients": 88,
    "folds": 10,
    "repeats": 5,
    "window_hours": 6,
    "mean_auroc": {"ours": 0.5625, "plain_probe": 0.5, "constant": 0.5},
    "ours_minus_plain_probe": {"value": 0.0625, "ci": [0.03125, 0.09375]},
    "normal": {
        "n_ecgs": 900,
        "source": "ptb-xl",
        "split": "tuning",
        "statement": "NORM",
        "flagged_per_ecg": COUNTS,
        "spoken_against_per_ecg": COUNTS,
        "above_threshold_per_ecg": COUNTS,
    },
    "labs": [LAB, {**LAB, "auroc": None, "auroc_ci": None, "readable": False}],
    "flow": [{"step": "ECGs listed", "n_records": 659, "n_patients": 92}],
    "tries": [{"what": "of no concern to the pages"}],
}


def test_document_is_read_with_its_intervals_as_pairs():
    table = LabTable.from_dict(INVENTED)
    assert table.labs[0].auroc_ci == (0.5625, 0.6875)
    assert table.labs[0].title == "Creatinine high"
    assert table.labs[1].auroc is None
    assert table.labs[0].flagged_of_normal_ci == (0.00625, 0.025)
    assert table.normal.flagged_per_ecg.max == 7
    assert table.ours_minus_plain_probe.ci == (0.03125, 0.09375)
    assert table.mean_auroc["plain_probe"] == 0.5
    assert table.flow[0].n_records == 659
    assert table.flow[0].kind == "exclusion"


def test_document_without_a_flow_or_normal_ecgs_is_read():
    left_out = ("flow", "normal")
    short = {key: value for key, value in INVENTED.items() if key not in left_out}
    table = LabTable.from_dict(short)
    assert (table.flow, table.normal) == ((), None)
