"""Six prepared cases before an audience: ``Read_ECG?demo=1``."""
