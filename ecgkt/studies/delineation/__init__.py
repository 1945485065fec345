"""How near the boundaries of waves are to those that cardiologists marked."""
