"""Measured facts by published rules."""
