"""How messages read, and what is about them."""

import pytest

from tests.protocols.plain.helpers import who
from veche.core.events import MessageKind, MessageSent, Tags, TextBody
from veche.core.ids import to_msgid
from veche.protocols.plain.recall import Said
from veche.protocols.plain.words import answered, reacted, replied_to, said

FIVE = to_msgid(5)


def find(message: int) -> Said | None:
    return Said("alice", "hello") if message == 5 else None


@pytest.mark.parametrize(
    ("what", "about", "line"),
    [
        (MessageSent(1), "", "bob: hi"),
        (MessageSent(1, edits=5), "", "bob edited: hi"),
        (MessageSent(1), ' (to alice, "x")', 'bob (to alice, "x"): hi'),
        (MessageSent(1, how=MessageKind.ACTION), "", "* bob hi"),
        (MessageSent(1, how=MessageKind.ACTION, edits=5), "", "* bob edited: hi"),
        (MessageSent(1, how=MessageKind.NOTICE), "", "-bob- hi"),
        (MessageSent(1, target=2), "", "hi"),
        (MessageSent(1, target=2, edits=5), "", "edited: hi"),
        (MessageSent(1, target=2), ' (to alice, "x")', '(to alice, "x"): hi'),
    ],
)
def test_a_line_of_a_message(what: MessageSent, about: str, line: str) -> None:
    """What its author chose stands behind its nick."""
    assert said(what, "bob", about, "hi") == line


@pytest.mark.parametrize("tag", ["+draft/reply", "+reply"])
def test_an_answer(tag: str) -> None:
    """To whom and to what, if that is known."""
    assert replied_to(((tag, FIVE),)) == 5
    assert answered(((tag, FIVE),), find) == ' (to alice, "hello")'
    assert answered(((tag, to_msgid(6)),), find) == ""
    assert answered(((tag, "?"),), find) == ""
    assert answered((), find) == ""


@pytest.mark.parametrize(
    ("tags", "line"),
    [
        (
            (("+draft/react", "👍"), ("+draft/reply", FIVE)),
            "bob reacted 👍 to alice in #dev: hello",
        ),
        ((("+react", "👍"), ("+reply", FIVE)), "bob reacted 👍 to alice in #dev: hello"),
        (
            (("+draft/unreact", "👍"), ("+draft/reply", FIVE)),
            "bob took back 👍 from alice in #dev: hello",
        ),
        (
            (("+draft/react", "👍"), ("+draft/reply", to_msgid(6))),
            "bob reacted 👍 to an earlier message in #dev",
        ),
        ((("+draft/persist", ""), ("+other", "x")), ""),
    ],
)
def test_a_reaction(tags: Tags, line: str) -> None:
    """To whose message, and to which, if that is known."""
    assert reacted(TextBody(who("bob"), "#dev", "", tags), " in #dev", find) == line


def test_a_reaction_is_short() -> None:
    """Whatever a client has sent as one."""
    tags = (("+draft/react", "x" * 4000), ("+draft/reply", FIVE))
    assert len(reacted(TextBody(who("bob"), "#dev", "", tags), "", find)) < 100
