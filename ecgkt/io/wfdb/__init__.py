"""WFDB, read without trust and written without surprises."""
