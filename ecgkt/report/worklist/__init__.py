"""A worklist in rows and documents."""
