"""The pieces of the model card's page."""
