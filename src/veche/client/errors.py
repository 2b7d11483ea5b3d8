"""What can go wrong for a program that uses the client.

Owns the exceptions; all are a ClientError, and their text is a phrase for a person. What a server
said stands in them as it came: hostile until cleaned.
"""


class ClientError(Exception):
    """Anything that the client raises on purpose, but for a ValueError."""


class UnreachableError(ClientError):
    """There is no connection; the text says why."""


class NotLetInError(ClientError):
    """The server did not let us in: the nick, the password, a ban."""


class LoginFailedError(NotLetInError):
    """The account, or what was to prove that it is ours; trying again does not help."""


class RefusedError(ClientError):
    """The server refused a message or a join; it has not happened, unless the text says so."""


class NoSuchChannelError(RefusedError):
    """The server knows no such channel, and makes none."""


class EndedError(ClientError):
    """The conversation is over, and will not come back by itself."""
