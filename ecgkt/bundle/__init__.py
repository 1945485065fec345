"""What is shipped, to and from one folder; a hash that does not match is refused."""
