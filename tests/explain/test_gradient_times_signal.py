import numpy as np
import pytest

from ecgkt.config import InputConfig
from ecgkt.explain.gradient_times_signal import gradient_times_signal
from ecgkt.explain.map_figures import in_bins
from ecgkt.preprocess.model_input import model_input
from ecgkt.types.record import EcgRecord
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS


def test_it_is_exact_on_a_linear_model(linear, signal):
    found = gradient_times_signal(linear, signal, 1, baseline=0 * signal)
    expected = signal * linear.weights[1].detach().numpy()
    assert found == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("fs", [250.0, 500.0, 1000.0])
def test_a_spike_lights_its_own_bin_at_every_rate(linear, fs):
    times = np.arange(round(10 * fs)) / fs
    signal = np.zeros((12, times.size), np.float32)
    signal[LEADS.index("V3")] = np.exp(-0.5 * ((times - 4.02) / 0.01) ** 2)
    record = EcgRecord(record_id="a", signal=signal, fs=fs, format="npy")
    linear.weights.data.fill_(1.0)
    seen = model_input(record, InputConfig())
    found = gradient_times_signal(linear, seen, 0, baseline=0 * seen)
    lead, place = np.unravel_index(in_bins(found, 4).argmax(), (8, 250))
    assert INDEPENDENT_LEADS[lead] == "V3"
    assert place == 100  # 4.00-4.04 s
