"""The plain door: for `nc`, `telnet` and any program that can open a socket."""
