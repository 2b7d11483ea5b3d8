"""Every limit, once, with its reason. All can be set in the config, section `[limits]`.

Owns the numbers. Units stand at the end of a name.
"""

import msgspec


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The defaults are for a server that strangers can reach."""

    # A line.
    irc_line_bytes: int = 512  # RFC 1459, section 2.3; with its line end, without tags
    client_tag_bytes: int = 4_096  # IRCv3 message-tags: a client's share of 8,191
    plain_line_bytes: int = 16_384  # a long paragraph in any script

    # Before a session has a user. Anybody can open sockets, so they get little.
    first_bytes_s: float = 10.0  # a program speaks TLS and HTTP at once
    register_s: float = 30.0  # a person types a name
    unregistered_bytes: int = 4_096  # several times what any registration needs
    unregistered_per_address: int = 64  # a class that comes in at once from behind one router
    sessions_per_address: int = 16  # a household with several devices each
    new_per_address: int = 64  # in `new_window_s`: a bad line reconnects often, a flood oftener
    new_window_s: float = 600.0  # long enough to make a flood slow, short enough to be forgiven

    # Under way: asked and not answered. Bounds what one session adds to a batch and to a stall.
    asks_under_way: int = 32  # pipelining pays up to here
    bytes_under_way: int = 65_536  # one read of a socket
    backlog_bytes: int = 65_536  # one more read: parsed, and waiting for credit or for the rate

    # What a session may leave unread: a second of a very busy channel. Times clients, it is memory.
    outbox_bytes: int = 262_144  # and the batch that goes past it

    # Rate: later, never lost.
    message_burst: int = 10  # a few quick lines, a small paste
    messages_per_s: float = 2.0  # faster than anybody types for long
    loopback_exempt: bool = True  # from the rate and from limits per address: docs/adr/0003

    # Silence, on doors that can ask for a sign of life.
    ping_s: float = 90.0  # within the few minutes for which routers remember a quiet connection
    silence_s: float = 150.0  # a minute to answer in

    # What people make. A JOIN, TOPIC or MODE line with all of it must fit into 512 bytes in ASCII.
    nick_chars: int = 32  # a name and a surname
    username_chars: int = 20  # nobody looks at it
    host_chars: int = 63  # of one that an operator gives: RFC 2812 section 2.3.1
    realname_chars: int = 128  # a full name in any language
    channel_chars: int = 64  # a phrase
    topic_chars: int = 390  # what is left of the line beside the longest prefix and channel
    reason_chars: int = 300  # of parting, quitting, kicking and being away, beside a nick as well
    key_chars: int = 64  # a generated secret
    channels_per_user: int = 100  # each costs memory in every worker and in the log
    masks_per_channel: int = 100  # each is matched when somebody comes in or speaks
    server_bans: int = 1_000  # each is matched when somebody comes in
    renames: int = 5  # of a channel in an hour: each costs its members a screen
    modes_per_line: int = 8  # with arguments they still fit in one line
    watched_nicks: int = 100  # of a session: as many as one knows
    targets_per_line: int = 8  # amplification: one line in, this many out to many
    joins_per_line: int = 100  # `channels_per_user`: a client returns to all with one line
    history_page: int = 200  # some screens; what a helper reads in a few milliseconds
    multiline_bytes: int = 4_096  # some paragraphs; past it people paste files
    multiline_lines: int = 100  # each goes out as a line of its own, to everybody
    multiline_s: float = 30.0  # in which all its lines must have come
    metadata_keys: int = 20  # of one user or channel: those of the registry, and some of its own
    metadata_subscriptions: int = 50  # each is a look-up for everything that is set
    metadata_value_bytes: int = 300  # an address of a picture; in one line beside names and key
    metadata_rows: int = 200  # at once, unasked; beyond it a client asks when it has time
    idempotency_key_bytes: int = 64  # a UUID or a hash, as text

    # Logging in. Hashing costs 19 MiB and tens of milliseconds, and guessing must not pay.
    login_failures: int = 5  # per account, in the window: a few slips of the finger
    login_window_s: float = 1_800.0
    login_failures_per_address: int = 20  # an hour: a class at its first lesson
    accounts_per_address: int = 5  # new ones an hour: a family
    password_chars: int = 3  # at least; whoever serves strangers sets more
    password_bytes: int = 300  # at most: it fits into every line that can carry it
    keys_per_account: int = 32  # tokens and certificates: devices and programs of one person

    # Push.
    push_subscriptions: int = 10  # devices of one person; a further one takes the oldest's place
    push_endpoint_bytes: int = 400  # what is left of an IRC line beside the keys
    push_delay_s: float = 2.0  # a device that is being looked at says in it that it was read

    # Files that people bring.
    upload_bytes: int = 25_000_000  # a photograph, a talk's slides, minutes of video
    upload_s: float = 600.0  # for all of one, either way: the largest, over a slow phone
    upload_pause_s: float = 30.0  # without a byte: a tunnel, not a program that has forgotten us
    uploads: int = 32  # at once: each is an open file, and its room is set aside
    uploads_per_account: int = 4  # likewise: what a person drops into a window
    files_per_account: int = 10_000  # small ones cost more than their bytes
    file_bytes_per_account: int = 1_000_000_000  # forty of the largest
    file_bytes: int = 10_000_000_000  # all together
    disk_free_bytes: int = 250_000_000  # are left for the log: what is said goes before files

    # How long things are kept.
    change_days: float = 1.0  # in which authors edit and take back; operators always can
    idempotency_days: float = 7.0  # a laptop that was shut over a holiday sends again
    history_days: float = 36_500.0  # for ever; then what was said is erased
    push_unused_days: float = 60.0  # a phone that nobody has opened for so long is in a drawer
    resume_days: float = 7.0  # and its guest comes back
    absent_days: float = 90.0  # an account's user stays without a session: a long leave
    empty_channel_days: float = 7.0  # a weekly meeting finds its channel again
    detached_guests: int = 100_000  # beyond them the longest gone are forgotten first
    founded_channel_days: float = 365.0  # an account's is still its own after a year away
    empty_channels: int = 10_000  # likewise: nobody fills the memory with names

    # The hub's batch: large enough that its commit costs nothing a message, small enough for 10 ms.
    batch_asks: int = 512  # an ask counts for each of its commands
    batch_bytes: int = 1_048_576


DEFAULT = Limits()
