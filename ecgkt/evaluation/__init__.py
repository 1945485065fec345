"""Metrics, calibration and operating points of a finished model, and its card."""
