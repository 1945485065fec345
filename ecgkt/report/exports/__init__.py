"""A reading as files for people and for other systems."""
