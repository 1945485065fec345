"""The documents of the model card are whole, and docs/results.md says what they say."""

import json

import pytest

from ecgkt.results.model_card import BUNDLED

RESULTS = BUNDLED / "results"
PAGE = BUNDLED.parents[1] / "docs" / "results.md"
TEXT = PAGE.read_text(encoding="utf-8")
FIRM = (
    "Diagnoses, signal only",
    "Diagnoses, multimodal",
    "Diagnoses, table only",
    "Diagnoses, probe of a random encoder",
    "Potassium high, ECG only",
    "All labs, ECG only",
)
"""Quantities with cases enough to lie within their band, and not only near it."""


@pytest.fixture(scope="module")
def calibration() -> list[dict]:
    path = RESULTS / "cohort.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["n_ecgs"] >= 20_000
    return list(document["calibration"])


def test_every_band_of_the_simulated_cohort_is_reached_by_the_interval(calibration):
    for row in calibration:
        low, high = row["ci"]
        assert low <= row["band"][1], row["quantity"]
        assert high >= row["band"][0], row["quantity"]


def test_well_measured_quantities_lie_within_their_bands(calibration):
    rows = {row["quantity"]: row for row in calibration}
    for name in FIRM:
        low, high = rows[name]["band"]
        assert low <= rows[name]["value"] <= high, name
        assert rows[name]["within"]


def test_page_tells_what_lies_outside_its_band(calibration):
    outside = [row for row in calibration if not row["within"]]
    for row in outside:
        low, high = row["ci"]
        assert f"{row['value']:.3f} ({low:.3f}–{high:.3f})" in TEXT
    n_within = len(calibration) - len(outside)
    words = {7: "seven", 8: "eight", 9: "nine"}
    assert f"{words[n_within]} of the ten quantities" in TEXT


@pytest.mark.parametrize("path", sorted(RESULTS.glob("*.json")), ids=lambda p: p.stem)
def test_document_names_its_command_and_no_disk(path):
    text = path.read_text(encoding="utf-8")
    assert json.loads(text)["command"].startswith("python -m ecgkt ")
    assert "/tmp" not in text
    assert "/home" not in text


@pytest.fixture(scope="module")
def simulated() -> dict[float, dict]:
    path = RESULTS / "compare-simulated.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["simulated"]
    assert document["n_ecgs"] >= 20_000
    assert len(document["seeds"]) >= 3
    return {answers["fraction"]: answers for answers in document["fractions"]}


def test_transfer_gains_with_few_labels_and_is_not_said_to_with_all(simulated):
    for fraction in (0.01, 0.1):
        answers = simulated[fraction]
        assert answers["ours_minus_sig"]["ci"][0] > 0
        assert answers["reachable_gap_closed"]["value"] >= 0.5
    low, high = simulated[1.0]["ours_minus_sig"]["ci"]
    assert low < 0 < high


def test_pairs_dealt_at_random_gain_nothing(simulated):
    assert simulated[1.0]["perm_minus_ssl"]["ci"][1] < 0


def test_page_tells_the_figures_of_the_document(simulated):
    for fraction, answers in simulated.items():
        (line,) = [
            row
            for row in TEXT.splitlines()
            if row.startswith(f"| {fraction:.0%}".replace("%", " %") + " | 0.")
        ]
        cells = [cell.strip() for cell in line.split("|")][2:6]
        figures = [
            answers["arms"][name]["auroc"]
            for name in ("sig", "ours", "multi", "ceiling")
        ]
        assert cells == [f"{value:.3f}" for value in figures]


def test_page_tells_that_more_pairs_than_labels_gain_nothing():
    path = RESULTS / "compare-simulated-few-labelled.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    (answers,) = document["fractions"]
    assert document["simulated"]
    for figure in (answers["ours_minus_sig"], answers["auprc"]["ours_minus_sig"]):
        low, high = figure["ci"]
        assert low < 0 < high
    low, high = answers["ours_minus_sig"]["ci"]
    gain = f"{answers['ours_minus_sig']['value']:.4f} ({low:.4f}–{high:.4f})"
    assert gain.replace("-", "−") in TEXT
    for arm in ("sig", "ours", "ceiling", "ssl"):
        assert f"{answers['arms'][arm]['auroc']:.3f}" in TEXT, arm


def test_page_tells_what_reports_transfer():
    path = RESULTS / "compare-ptb-xl-reports.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    assert not document["simulated"]
    few, whole = document["fractions"]
    assert few["ours_minus_sig"]["ci"][0] > 0
    gain, (low, high) = (whole["ours_minus_sig"][key] for key in ("value", "ci"))
    assert f"+{gain:.4f} ({low:.4f}–{high:.4f})" in TEXT
    assert whole["perm_minus_ssl"]["ci"][1] < 0
    for share in (few, whole):
        for arm in share["arms"].values():
            assert f"{arm['auroc']:.3f}" in TEXT


@pytest.mark.parametrize("name", ["ptb-xl", "mimic-demo"])
def test_page_tells_that_nothing_is_gained_on_real_data(name):
    path = RESULTS / f"compare-{name}.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    assert not document["simulated"]
    assert len(document["seeds"]) >= 3
    for answers in document["fractions"]:
        assert answers["ours_minus_sig"]["ci"][0] <= 0
    with_all_labels = document["fractions"][-1]["arms"]
    for arm in ("sig", "multi", "tab", "flags"):
        assert f"{with_all_labels[arm]['auroc']:.3f}" in TEXT, arm


@pytest.fixture(scope="module")
def sites() -> list[dict]:
    document = json.loads((RESULTS / "adapter.json").read_text(encoding="utf-8"))
    card = json.loads((BUNDLED / "card.json").read_text(encoding="utf-8"))
    assert (document["sha256"], document["split"]) == (card["sha256"], "held_out")
    return list(document["sites"])


def test_page_tells_what_site_adapters_regain(sites):
    for row in sites:
        measured = row["measured"]
        cells = [row["name"], str(row["n_taught"])]
        for name in ("auroc", "loss"):
            gain = measured[f"{name}_gain"]
            low, high = gain["ci"]
            text = f"{gain['value']:+.3f} ({low:+.3f} to {high:+.3f})"
            cells += [f"{measured[f'{name}_before']['value']:.3f}"]
            cells += [text.replace("-", "−")]
        cells += [f"{row['n_better']} of {row['n_draws']}"]
        assert f"| {' | '.join(cells)} |" in TEXT.splitlines()


def test_site_that_taught_the_model_is_not_said_to_gain(sites):
    taught = [row for row in sites if row["name"].startswith("PTB-XL")]
    assert taught
    assert all(row["measured"]["auroc_gain"]["ci"][0] <= 0 for row in taught)


@pytest.mark.parametrize("name", ["p", "qrs", "t"])
def test_page_tells_how_well_waves_are_found(name):
    path = RESULTS / "delineation.json"
    wave = json.loads(path.read_text(encoding="utf-8"))["waves"][name]
    shares = (wave["sensitivity"], wave["ppv"], wave["ppv_of_complete_marks"])
    cells = [f"{100 * share:.1f} %" for share in shares]
    for end in (wave["onset_ms"], wave["offset_ms"]):
        cells.append(f"{end['mean']:.1f} ± {end['sd']:.1f} ({end['sd_within']:.1f})")
    row = f"| {name.upper()} | {' | '.join(cells)} |".replace("-", "−")
    assert row in TEXT.splitlines()


def test_page_tells_that_age_and_sex_gain_nothing():
    path = RESULTS / "context.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    told = " ".join(TEXT.split())
    held_out = document["splits"]["held_out"]
    for name in ("all", "frequent", "within"):
        gain = held_out[name]["gain"]
        low, high = gain["ci"]
        assert low < 0 < high
        text = f"{gain['value']:+.4f} ({low:+.4f} to {high:+.4f})"
        assert text.replace("-", "−") in told
    assert f"{document['n_parameters']:,} parameters" in told
    judged = [label["gain"] for label in document["labels"] if label["positives"] >= 50]
    *others, largest = sorted(judged, key=lambda gain: abs(gain["value"]))
    assert abs(others[-1]["value"]) < 0.002
    high, low = (abs(end) for end in largest["ci"])
    assert f"{abs(largest['value']):.4f} ({low:.4f}–{high:.4f})" in told


def test_page_tells_how_good_the_second_opinion_is():
    path = RESULTS / "exact.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    figures = document["splits"]["held_out"]["macro_auroc"]["all"]
    low, high = figures["second"]["ci"]
    assert f"{figures['second']['value']:.3f} ({low:.3f}–{high:.3f})" in TEXT
    difference = figures["second_minus_main"]
    low, high = difference["ci"]
    text = f"difference {difference['value']:+.3f} ({low:.3f}–{high:.3f})"
    assert text.replace("-", "−") in TEXT
    assert f"{document['second']['n_parameters']:,} parameters" in TEXT
    drop = document["sums"]["drop"]
    assert f"{drop['value']:.2f} log-odds" in TEXT


def test_page_tells_how_true_the_maps_are():
    path = RESULTS / "explanations.json"
    for method in json.loads(path.read_text(encoding="utf-8"))["methods"]:
        passed = sum(score["passes"] for score in method["by_class"])
        cells = [method["title"], f"{passed} of {len(method['by_class'])}"]
        low, high = (f"{100 * end:.0f}" for end in method["planted_hit_ci"])
        cells += [f"{100 * method['planted_hit_rate']:.0f} % ({low}–{high})"]
        cells += [f"{100 * method['deletion_beats_random_share']:.0f} %"]
        lost = (method[f"randomisation_rho_{name}"] for name in ("last", "all"))
        cells += [" / ".join(f"{rho:.2f}" for rho in lost)]
        cells += [
            f"{method[name]:.2f}"
            for name in (
                "shuffled_labels_rho",
                "infidelity_ratio",
                "sensitivity_max",
                "shift_rho",
                "seed_rho",
            )
        ]
        assert f"| {' | '.join(cells)} |" in TEXT.splitlines()
