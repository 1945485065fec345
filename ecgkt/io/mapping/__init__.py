"""Columns of tables and arrays become leads, as detected or as the user answers."""
