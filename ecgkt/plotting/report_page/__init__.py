"""A report as pages of true millimetres."""
