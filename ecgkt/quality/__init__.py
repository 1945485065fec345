"""Gates before the diagnosis: each judges one thing and repairs nothing."""
