"""Experiments that train and judge; each writes one JSON document."""
