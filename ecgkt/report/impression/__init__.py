"""The first lines of a reading, made of measurement and model."""
