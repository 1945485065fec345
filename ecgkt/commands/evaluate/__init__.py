"""``evaluate``, a file per subject."""
