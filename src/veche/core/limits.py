"""Every limit, once, with its reason. All can be set in the config, section `[limits]`.

Owns the numbers. Units stand at the end of a name.
"""

import msgspec


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The defaults are for a server that strangers can reach."""

    # -- a line -- (RFC 1459 gives IRC 512; message-tags gives tags 8,191 of which 4,096 a client's)
    irc_line_bytes: int = 512
    client_tag_bytes: int = 4_096
    plain_line_bytes: int = 16_384  # a paragraph with room to spare

    # -- before a session has a name: anybody can open sockets, so they get little --
    first_bytes_s: float = 10.0  # TLS and HTTP speak at once
    register_s: float = 30.0  # a person types a name
    unregistered_bytes: int = 4_096  # more than any registration needs
    unregistered_per_address: int = 64
    sessions_per_address: int = 16  # a household; loopback is exempt
    new_per_address: int = 64  # in `new_window_s`; loopback is exempt
    new_window_s: float = 600.0

    # -- under way: what a session may have asked that is not answered --
    asks_under_way: int = 32
    bytes_under_way: int = 65_536
    backlog_bytes: int = 65_536  # read, parsed, waiting for credit or for the rate limit

    # -- what a session may leave unread before it is ended --
    outbox_bytes: int = 262_144  # plus one batch

    # -- rate: fakelag, never loss --
    message_burst: int = 10  # a few quick lines
    messages_per_s: float = 2.0  # a fast typist
    loopback_exempt: bool = True  # who is on this machine can harm it more cheaply otherwise

    # -- silence --
    ping_s: float = 90.0
    silence_s: float = 150.0

    # -- sizes of what people make --
    nick_chars: int = 32
    username_chars: int = 20
    realname_chars: int = 128
    channel_chars: int = 64
    topic_chars: int = 390  # fits an IRC line beside the longest prefix
    reason_chars: int = 300
    key_chars: int = 64
    channels_per_user: int = 100
    masks_per_channel: int = 100
    modes_per_line: int = 8
    targets_per_line: int = 8  # PRIVMSG and the like: amplification
    joins_per_line: int = 100  # no more than channels_per_user
    history_page: int = 200
    idempotency_key_bytes: int = 64

    # -- how long things are kept --
    idempotency_days: float = 7.0
    resume_days: float = 7.0  # a guest may come back
    empty_channel_days: float = 7.0

    # -- the hub's batch --
    batch_asks: int = 512
    batch_bytes: int = 1_048_576


DEFAULT = Limits()
