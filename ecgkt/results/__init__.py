"""The schemas of the documents in ``bundled/results``, and of the model card."""
