"""The durable, ordered log, and readers of what it holds."""
