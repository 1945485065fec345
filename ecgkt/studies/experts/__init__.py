"""Different experts on one ECG: what they agree on, and whom to believe."""
