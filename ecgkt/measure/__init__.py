"""Beats, waves and intervals, measured by stated rules."""
