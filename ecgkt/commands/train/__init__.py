"""``train``, a file per kind of stage."""
