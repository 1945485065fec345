"""PDF prints of an ECG, read without trust: lines and words of a page, nothing else."""
