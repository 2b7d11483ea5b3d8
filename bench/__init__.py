"""Measurements of the running server, from outside. Nothing here is part of the product."""
