"""Questions that a reading answers by fixed rules."""
