"""The server: the only threads, loops and sockets."""
