"""How far two recordings of one heart lie apart though nothing has changed."""
