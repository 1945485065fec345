"""Pure functions from array to array, the same for training and for the app."""
