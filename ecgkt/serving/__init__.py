"""The worker processes that parse and read, and the client that pages call."""
