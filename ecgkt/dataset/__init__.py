"""Public data sets become one prepared store that training and evaluation read."""
