"""How true the maps are."""
