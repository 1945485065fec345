"""The documents that the model card shows are whole and say what they should."""

import json

import pytest

from ecgkt.results.model_card import BUNDLED

RESULTS = BUNDLED / "results"
README = (BUNDLED.parents[1] / "README.md").read_text(encoding="utf-8")
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
    for one in calibration:
        low, high = one["ci"]
        assert low <= one["band"][1], one["quantity"]
        assert high >= one["band"][0], one["quantity"]


def test_well_measured_quantities_lie_within_their_bands(calibration):
    found = {one["quantity"]: one for one in calibration}
    for name in FIRM:
        low, high = found[name]["band"]
        assert low <= found[name]["value"] <= high, name
        assert found[name]["within"]


def test_readme_tells_what_lies_outside_its_band(calibration):
    outside = [one for one in calibration if not one["within"]]
    for one in outside:
        low, high = one["ci"]
        assert f"{one['value']:.3f} ({low:.3f}–{high:.3f})" in README
    n_within = len(calibration) - len(outside)
    words = {7: "seven", 8: "eight", 9: "nine"}
    assert f"{words[n_within]} of the ten quantities" in README


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
    return {one["fraction"]: one for one in document["fractions"]}


def test_transfer_gains_with_few_labels_and_is_not_said_to_with_all(simulated):
    for fraction in (0.01, 0.1):
        answers = simulated[fraction]
        assert answers["ours_minus_sig"]["ci"][0] > 0
        assert answers["reachable_gap_closed"]["value"] >= 0.5
    low, high = simulated[1.0]["ours_minus_sig"]["ci"]
    assert low < 0 < high


def test_pairs_dealt_at_random_gain_nothing(simulated):
    assert simulated[1.0]["perm_minus_ssl"]["ci"][1] < 0


def test_readme_tells_the_figures_of_the_document(simulated):
    for fraction, one in simulated.items():
        (line,) = [
            row
            for row in README.splitlines()
            if row.startswith(f"| {fraction:.0%}".replace("%", " %") + " | 0.")
        ]
        cells = [cell.strip() for cell in line.split("|")][2:6]
        figures = [
            one["arms"][name]["auroc"] for name in ("sig", "ours", "multi", "ceiling")
        ]
        assert cells == [f"{value:.3f}" for value in figures]


@pytest.mark.parametrize("name", ["ptb-xl", "mimic-demo"])
def test_readme_tells_that_nothing_is_gained_on_real_data(name):
    path = RESULTS / f"compare-{name}.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    assert not document["simulated"]
    assert len(document["seeds"]) >= 3
    for one in document["fractions"]:
        assert one["ours_minus_sig"]["ci"][0] <= 0
    full = {arm: one["auroc"] for arm, one in document["fractions"][-1]["arms"].items()}
    for arm in ("sig", "multi", "tab", "flags"):
        assert f"{full[arm]:.3f}" in README, arm


@pytest.mark.parametrize("name", ["p", "qrs", "t"])
def test_readme_tells_how_well_waves_are_found(name):
    path = RESULTS / "delineation.json"
    one = json.loads(path.read_text(encoding="utf-8"))["waves"][name]
    shares = (one["sensitivity"], one["ppv"], one["ppv_of_complete_marks"])
    cells = [f"{100 * share:.1f} %" for share in shares]
    for end in (one["onset_ms"], one["offset_ms"]):
        cells.append(f"{end['mean']:.1f} ± {end['sd']:.1f} ({end['sd_within']:.1f})")
    row = f"| {name.upper()} | {' | '.join(cells)} |".replace("-", "−")
    assert row in README.splitlines()


def test_readme_tells_how_good_the_second_opinion_is():
    path = RESULTS / "exact.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    figures = document["splits"]["held_out"]["macro_auroc"]["all"]
    low, high = figures["second"]["ci"]
    assert f"{figures['second']['value']:.3f} ({low:.3f}–{high:.3f})" in README
    difference = figures["second_minus_main"]
    low, high = difference["ci"]
    text = f"difference {difference['value']:+.3f} ({low:.3f}–{high:.3f})"
    assert text.replace("-", "−") in README
    assert f"{document['second']['n_parameters']:,} parameters" in README
    drop = document["sums"]["drop"]
    assert f"{drop['value']:.2f} log-odds" in README


def test_readme_tells_how_true_the_maps_are():
    path = RESULTS / "explanations.json"
    for one in json.loads(path.read_text(encoding="utf-8"))["methods"]:
        passed = sum(each["passes"] for each in one["by_class"])
        cells = [one["title"], f"{passed} of {len(one['by_class'])}"]
        low, high = (f"{100 * end:.0f}" for end in one["planted_hit_ci"])
        cells += [f"{100 * one['planted_hit_rate']:.0f} % ({low}–{high})"]
        cells += [f"{100 * one['deletion_beats_random_share']:.0f} %"]
        lost = (one[f"randomisation_rho_{name}"] for name in ("last", "all"))
        cells += [" / ".join(f"{rho:.2f}" for rho in lost)]
        cells += [
            f"{one[name]:.2f}"
            for name in (
                "shuffled_labels_rho",
                "infidelity_ratio",
                "sensitivity_max",
                "shift_rho",
                "seed_rho",
            )
        ]
        assert f"| {' | '.join(cells)} |" in README.splitlines()
