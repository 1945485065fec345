"""The stages of training, their loop and their recipes."""
