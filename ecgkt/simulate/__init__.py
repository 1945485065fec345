"""Simulated recordings with known physiology, for pages, tests and training."""
