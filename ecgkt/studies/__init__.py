"""Experiments that train and evaluate; each writes one JSON document."""
