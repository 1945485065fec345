"""The pieces of Home."""
