"""Tests of the server's threads, loops and sockets, and of the worker that knows none of them."""
