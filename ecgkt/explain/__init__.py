"""Attributions: one method per file, one call each; the model is left as it was."""
