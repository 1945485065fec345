"""The shipped laboratory heads: ridge regressions, chosen among patients."""
