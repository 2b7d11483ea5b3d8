"""All there is to answer with."""

import msgspec

from veche.core.replies.accounts import Accounts, Claimed, LoggedInAs, PasswordSet, Salt
from veche.core.replies.channels import (
    ChannelModes,
    Channels,
    ChannelView,
    Invites,
    Inviting,
    Masks,
    Names,
    NoTopic,
    Topic,
)
from veche.core.replies.devices import Marker, Persisting
from veche.core.replies.history import HistoryPage, HistoryTargets, Missed, Unread
from veche.core.replies.metadata import MetadataTold, Subscribed, Subscriptions, Unsubscribed
from veche.core.replies.moderation import AccessList, Ordered, Refusals, Reloaded, ServerBans
from veche.core.replies.presence import Time, Watching, WatchList, Whowas
from veche.core.replies.push import PushChanged
from veche.core.replies.search import Found
from veche.core.replies.users import (
    AwayNotice,
    Counts,
    Left,
    UserModes,
    Users,
    Welcome,
    Whois,
    WhoReply,
)
from veche.core.replies.work import Work


class Echoed(msgspec.Struct, frozen=True, gc=False):
    """The payload of an `Echo`."""

    payload: object


Reply = (
    Echoed
    | Welcome
    | ChannelView
    | Left
    | NoTopic
    | Topic
    | ChannelModes
    | UserModes
    | Masks
    | Names
    | Channels
    | WhoReply
    | Whois
    | Users
    | Counts
    | Time
    | Watching
    | WatchList
    | Whowas
    | Inviting
    | Invites
    | AwayNotice
    | MetadataTold
    | Subscribed
    | Unsubscribed
    | Subscriptions
    | LoggedInAs
    | PasswordSet
    | Salt
    | Claimed
    | Accounts
    | Refusals
    | ServerBans
    | AccessList
    | Ordered
    | Reloaded
    | Work
    | HistoryPage
    | HistoryTargets
    | Missed
    | Unread
    | Found
    | Marker
    | Persisting
    | PushChanged
)
