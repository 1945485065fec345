"""The shapes that travel from upload to page."""
