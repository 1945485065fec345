"""Attributions: one method per file, one call ``(model, signal, target)`` each."""
