"""Names, codes, units and reference ranges, with their sources."""
