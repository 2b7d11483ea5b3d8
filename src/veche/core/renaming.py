"""Who is told that a channel has another name, beside those who hear it: each member in its own
name, for clients that know no renaming (IRCv3 channel-rename, "Fallback").

Owns that second audience. Asked before the event is applied.
"""

from collections.abc import Callable, Sequence

from veche.core.audience import Sessions
from veche.core.events import ChannelMoved, ChannelRenamed, MovedBody, Record, RenamedBody
from veche.core.ids import Id
from veche.core.presence import Notice
from veche.core.state import State


def moved(state: State, record: Record, new_id: Callable[[], Id]) -> Sequence[Notice]:
    """What each member is told. Another case of the same name is no move."""
    event, body = record.event, record.body
    if not isinstance(event, ChannelRenamed) or not isinstance(body, RenamedBody):
        return ()
    channel = state.channels.get(event.channel)
    if channel is None or body.folded == channel.folded:
        return ()
    set_ = channel.topic
    topic = None if set_ is None else (set_.text, set_.by, set_.at_ms)
    seen = tuple((letters, user.who) for user, letters in state.members(channel))
    told = []
    for user, _ in state.members(channel):
        tale = MovedBody(
            user.who,
            user.realname,
            channel.name,
            body.new,
            body.text,
            "s" in channel.modes,
            topic,
            seen,
        )
        act = ChannelMoved(user.id, channel.id)
        notice = Record(new_id(), record.at_ms, None, act, tale)
        told.append(Notice(notice, Sessions(tuple(user.sessions))))
    return told
