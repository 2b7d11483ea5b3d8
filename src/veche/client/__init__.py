"""An IRCv3 client: a state machine without I/O, and its asyncio transport.

Needs nothing of the server, and works with other IRC servers as well.
"""
