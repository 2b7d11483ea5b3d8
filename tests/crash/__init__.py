"""`kill -9` of the real server at random moments under load, and what is left afterwards."""
