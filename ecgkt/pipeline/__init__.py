"""The whole flow for one recording: begin with `reader`."""
