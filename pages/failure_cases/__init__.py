"""The pieces of the page of failure cases."""
