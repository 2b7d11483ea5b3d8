"""The tests. Folders mirror src/veche; a package, so that helpers can be imported by name."""
