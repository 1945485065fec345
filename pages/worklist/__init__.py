"""The pieces of the worklist."""
