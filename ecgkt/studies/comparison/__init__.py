"""Does clinical knowledge transfer? The arms of ``compare``."""
