"""Learning from another model, from the table, or from a probe."""
