"""The stages of training, a file each."""
