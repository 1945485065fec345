"""The networks: encoder branches, heads, and how they are asked."""
