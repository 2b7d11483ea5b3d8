"""What the core answers a question with: frozen values that doors format lazily.

Owns the answers' shapes, one module a noun. Must not know formatting. Long answers are tuples of
small records, made at once, formatted as the client's outbox drains.
"""

from veche.core.replies.accounts import (
    Accounts,
    CheckPassword,
    Claimed,
    HashPassword,
    ListedAccount,
    LoggedInAs,
    Salt,
)
from veche.core.replies.base import Echoed, Reply
from veche.core.replies.channels import (
    ChannelModes,
    Channels,
    ChannelView,
    Invites,
    Inviting,
    ListedChannel,
    Mask,
    Masks,
    Names,
    NoTopic,
    Topic,
    TopicView,
)
from veche.core.replies.devices import Marker, Persisting
from veche.core.replies.history import (
    Grant,
    Granted,
    GrantedMissed,
    GrantedTargets,
    HistoryPage,
    HistoryTargets,
    Missed,
)
from veche.core.replies.member import Member
from veche.core.replies.metadata import (
    MetadataRow,
    MetadataTold,
    Subscribed,
    Subscriptions,
    Unsubscribed,
)
from veche.core.replies.moderation import (
    AccessList,
    AccessRow,
    CheckOperator,
    Ordered,
    Refusals,
    Reload,
    ServerBan,
    ServerBans,
)
from veche.core.replies.presence import Time, WasHere, Watching, WatchList, Whowas
from veche.core.replies.search import Found, GrantedSearch
from veche.core.replies.users import (
    AwayNotice,
    Counts,
    Left,
    UserModes,
    Users,
    Welcome,
    Whois,
    WhoReply,
    WhoRow,
)
from veche.core.replies.work import Work

__all__ = [
    "AccessList",
    "AccessRow",
    "Accounts",
    "AwayNotice",
    "ChannelModes",
    "ChannelView",
    "Channels",
    "CheckOperator",
    "CheckPassword",
    "Claimed",
    "Counts",
    "Echoed",
    "Found",
    "Grant",
    "Granted",
    "GrantedMissed",
    "GrantedSearch",
    "GrantedTargets",
    "HashPassword",
    "HistoryPage",
    "HistoryTargets",
    "Invites",
    "Inviting",
    "Left",
    "ListedAccount",
    "ListedChannel",
    "LoggedInAs",
    "Marker",
    "Mask",
    "Masks",
    "Member",
    "MetadataRow",
    "MetadataTold",
    "Missed",
    "Names",
    "NoTopic",
    "Ordered",
    "Persisting",
    "Refusals",
    "Reload",
    "Reply",
    "Salt",
    "ServerBan",
    "ServerBans",
    "Subscribed",
    "Subscriptions",
    "Time",
    "Topic",
    "TopicView",
    "Unsubscribed",
    "UserModes",
    "Users",
    "WasHere",
    "WatchList",
    "Watching",
    "Welcome",
    "WhoReply",
    "WhoRow",
    "Whois",
    "Whowas",
    "Work",
]
