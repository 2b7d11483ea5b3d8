"""The terminal client: line mode and full screen."""
