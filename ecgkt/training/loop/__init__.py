"""One training loop for all stages: steps, checkpoints, run folders."""
