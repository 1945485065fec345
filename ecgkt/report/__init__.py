"""A reading as JSON, and the schemas of the tables that pages show."""
