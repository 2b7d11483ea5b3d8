"""Sans-I/O protocols: bytes to commands, answers and events to bytes."""
