"""Recordings of one patient beside each other: what changed, beyond repeat error."""
