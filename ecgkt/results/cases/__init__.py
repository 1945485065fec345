"""The table of cases that a researcher looks through, and what is asked of it."""
