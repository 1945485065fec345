"""Makes what is shipped from finished runs; trains nothing."""
