"""MIMIC-IV's folders, or a simulated cohort in their layout, as a source of records."""
