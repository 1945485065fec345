"""The verbs that ship a finished run."""
