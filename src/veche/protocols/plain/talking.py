"""What people say about messages: answers, reactions, edits, taking back, as it is typed.

Owns these rows. On this door nobody sees ids: the last message of somebody is meant.
"""

from collections.abc import Callable

from veche.core.commands import Command, Echo, EditMessage, Redact, Refuse, SendMessage, SendTags
from veche.core.ids import to_msgid
from veche.core.rejections import Code, Rejection
from veche.protocols.plain.wishes import Seek

_NOWHERE = Refuse(Rejection(Code.NO_RECIPIENT))
_MOST_REACTION = 64  # characters: a word, or an emoji of several


def _reply(rest: str, current: str) -> Command | None:
    nick, _, text = rest.partition(" ")
    text = text.strip()
    if not text:
        return None
    if not current:
        return _NOWHERE
    return Echo(
        Seek(
            current,
            lambda place, message: SendMessage(
                place, text, tags=(("+draft/reply", to_msgid(message)),)
            ),
            nick,
        )
    )


def _react(tag: str) -> Callable[[str, str], Command | None]:
    """A reaction or its end (IRCv3 react, unreact)."""

    def make(rest: str, current: str) -> Command | None:
        reaction, _, nick = rest.partition(" ")
        if not reaction:
            return None
        if not current:
            return _NOWHERE
        if len(reaction) > _MOST_REACTION:
            return Refuse(Rejection(Code.TOO_LONG, "reaction", f"{_MOST_REACTION} characters"))
        return Echo(
            Seek(
                current,
                lambda place, message: SendTags(
                    place, ((tag, reaction), ("+draft/reply", to_msgid(message)))
                ),
                nick.strip(),
            )
        )

    return make


def _edit(rest: str, current: str) -> Command | None:
    if not rest:
        return None
    return Echo(Seek("", lambda place, message: EditMessage(place, message, rest), own=True))


def _redact(rest: str, current: str) -> Command | None:
    nick, _, reason = rest.partition(" ")
    reason = reason.strip()
    if nick and not current:
        return _NOWHERE
    return Echo(
        Seek(
            current if nick else "",
            lambda place, message: Redact(place, message, reason),
            nick,
            own=not nick,
        )
    )


ROWS: dict[str, tuple[str, str, Callable[[str, str], Command | None]]] = {
    "/reply": ("/reply NAME TEXT", "answer the last that somebody said here", _reply),
    "/react": (
        "/react EMOJI [NAME]",
        "react to the last message here, or NAME's",
        _react("+draft/react"),
    ),
    "/unreact": ("/unreact EMOJI [NAME]", "take a reaction back", _react("+draft/unreact")),
    "/edit": ("/edit TEXT", "say it instead of what you said last", _edit),
    "/redact": (
        "/redact [NAME [REASON]]",
        "take back what you said last; operators, NAME's",
        _redact,
    ),
}
