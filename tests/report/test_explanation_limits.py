from ecgkt.report.explanation_limits import LIMITS, broken_limits


def test_limits_are_those_of_trust_14():
    found = {one.name: (one.at_most, one.value) for one in LIMITS}
    assert found["randomisation_rho_last"] == (True, 0.2)
    assert found["randomisation_rho_all"] == (True, 0.1)
    assert found["shuffled_labels_rho"] == (True, 0.2)
    assert found["deletion_beats_random_share"] == (False, 0.8)
    assert found["insertion_beats_random_share"] == (False, 0.8)
    assert found["deletion_p"] == found["insertion_p"] == (True, 0.01)
    assert found["planted_hit_rate"] == (False, 0.8)
    assert found["sensitivity_max"] == (True, 0.5)
    assert found["completeness_error"] == (True, 0.01)
    assert found["shift_rho"] == (False, 0.9)
    assert all(one.source for one in LIMITS)


def test_what_was_not_measured_breaks_nothing():
    assert broken_limits("occlusion", {}) == []
    assert broken_limits("occlusion", {"planted_hit_rate": None}) == []


def test_completeness_is_asked_of_those_that_promise_it():
    gap = {"completeness_error": 0.02}
    assert broken_limits("integrated_gradients", gap) == ["completeness_error"]
    assert broken_limits("occlusion", gap) == []


def test_every_broken_limit_is_named():
    figures = {"planted_hit_rate": 0.79, "randomisation_rho_all": 0.11, "shift_rho": 1}
    assert broken_limits("grad_cam", figures) == [
        "randomisation_rho_all",
        "planted_hit_rate",
    ]
