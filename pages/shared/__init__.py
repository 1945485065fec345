"""Pieces of pages; everything that several pages need and `ecgkt` must not know."""
