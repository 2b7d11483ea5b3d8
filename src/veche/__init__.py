"""Veche: a chat server with many doors and one durable conversation.

Owns only the version. Imports nothing, so that each part loads no more than it needs.
"""

__version__ = "0.1.0"
