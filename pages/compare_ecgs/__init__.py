"""The pieces of the page that compares recordings."""
