"""What the card says of normal ECGs: flags per ECG, and of each lab its share."""

from dataclasses import replace

from ecgkt.results.labs import LabFigures, NormalEcgs, PerEcg
from pages.model_card.show_lab_heads import normal_text, share_text

LAB = LabFigures(
    name="Creatinine",
    direction="high",
    n=440,
    positives=150,
    n_patients=88,
    auroc=0.6,
    auroc_ci=None,
    readable=True,
    flagged_of_normal=0.0125,
    flagged_of_normal_ci=(0.006, 0.025),
)


def test_flags_per_normal_ecg_stand_beside_the_thresholds():
    normal = NormalEcgs(
        n_ecgs=900,
        source="ptb-xl",
        split="tuning",
        statement="NORM",
        flagged_per_ecg=PerEcg(median=0.0, mean=0.25, max=7),
        spoken_against_per_ecg=PerEcg(median=9.0, mean=9.5, max=20),
        above_threshold_per_ecg=PerEcg(median=3.0, mean=3.1, max=20),
    )
    text = normal_text(normal)
    assert "On 900 ECGs read as normal (ptb-xl, NORM, tuning split)" in text
    assert "a median of 0 labs is flagged (mean 0.25, at most 7)" in text
    assert "where 3 lie above their thresholds" in text


def test_share_stands_with_its_interval_or_not_at_all():
    assert share_text(LAB) == "1.2 % [0.6–2.5]"
    assert share_text(replace(LAB, flagged_of_normal=None)) == ""
