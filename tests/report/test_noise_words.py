from ecgkt.report.noise_words import lead_notes
from ecgkt.types.reading import LeadNoise


def test_a_lead_with_two_kinds_names_both_in_order():
    noise = (
        LeadNoise(lead="V1", kind="wander", snr_db=-3.2),
        LeadNoise(lead="V1", kind="mains", snr_db=13.6),
        LeadNoise(lead="II", kind="coarse_steps", snr_db=22.0),
    )
    assert lead_notes(noise) == {
        "V1": "mains 14 dB, wander -3 dB",
        "II": "steps 22 dB",
    }
    assert lead_notes(()) == {}
