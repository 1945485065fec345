"""What a report says in words, and where each of its numbers comes from."""
