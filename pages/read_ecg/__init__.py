"""The pieces of the reading page."""
