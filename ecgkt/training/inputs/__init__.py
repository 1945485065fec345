"""What a step of training is fed with."""
