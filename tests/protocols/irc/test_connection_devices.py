"""The connection of one of several devices of a person."""

from tests.protocols.irc.peer import Wire, registered
from veche.core import replies as core
from veche.core.commands import ReadEntry
from veche.core.exchange import Done


def test_another_device_has_entered_a_channel() -> None:
    """What follows a JOIN of one's own is asked for; nothing while there is no user yet."""
    wire = registered()
    wire.connection.entered("#c")
    (request,) = wire.connection.requests()
    assert request.commands == (ReadEntry("#c"),)
    view = core.ChannelView(1, "#c", False, core.TopicView("tea", "bob", 0), (), 0)
    lines = wire.answer(request, Done(reply=view))
    assert [line.split(" ")[1] for line in lines] == ["332", "333", "366"]
    wire.connection.entered("#c")
    (request,) = wire.connection.requests()
    assert wire.answer(request, Done()) == []
    early = Wire()
    early.connection.entered("#c")
    assert early.connection.requests() == ()
