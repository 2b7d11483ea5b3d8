"""The real server and real programs, on real sockets."""
