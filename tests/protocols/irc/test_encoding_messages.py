"""What people say, as lines for those who know batches of lines and for those who do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocols.irc.peer import ALICE, INFO, STAMP, lines_of, stored
from veche.core import events as ev
from veche.core.ids import to_msgid
from veche.protocols.irc.capabilities import (
    MESSAGE_EDIT,
    MESSAGE_REDACTION,
    MESSAGE_TAGS,
    MULTILINE,
    RELAYMSG,
    SERVER_TIME,
)
from veche.protocols.irc.encoding import IrcEncodings

FROM = ":alice!al@127.0.0.1"
BOTH = MESSAGE_TAGS | SERVER_TIME


def message(text: str, tags: ev.Tags = (), **fields: object) -> ev.Stored:
    """By Alice, in #c."""
    event = ev.MessageSent(1, **fields)  # type: ignore[arg-type]
    return stored(event, ev.TextBody(ALICE, "#c", text, tags))


def lines(happened: ev.Stored, flags: int) -> list[str]:
    """As sent to those with these capabilities."""
    return lines_of(IrcEncodings(INFO)(flags).encode(happened))


def test_a_batch() -> None:
    """Tags on its opening only; where a line only goes on, that is told."""
    said = message("one\n\ntwo three", (("+a", "b"),), cuts=(9,))
    msgid = to_msgid(said.record.id)
    ref = f"m{msgid}"
    assert lines(said, BOTH | MULTILINE) == [
        f"@time={STAMP};msgid={msgid};veche/seq=7;+a=b {FROM} BATCH +{ref} draft/multiline #c",
        f"@batch={ref} {FROM} PRIVMSG #c :one",
        f"@batch={ref} {FROM} PRIVMSG #c :",
        f"@batch={ref} {FROM} PRIVMSG #c :two ",
        f"@batch={ref};draft/multiline-concat {FROM} PRIVMSG #c :three",
        f"{FROM} BATCH -{ref}",
    ]


def test_without_batches() -> None:
    """No blank lines; the msgid on the first line only, the other tags on each ("Fallback")."""
    said = message("\none\n\ntwo", (("+a", "b"),))
    msgid = to_msgid(said.record.id)
    assert lines(said, BOTH) == [
        f"@time={STAMP};msgid={msgid};veche/seq=7;+a=b {FROM} PRIVMSG #c :one",
        f"@time={STAMP};+a=b {FROM} PRIVMSG #c :two",
    ]
    assert lines(said, 0) == [f"{FROM} PRIVMSG #c :one", f"{FROM} PRIVMSG #c :two"]


def test_a_long_line_is_cut_so_that_it_can_be_joined() -> None:
    """Also one that came through another door."""
    told = lines(message("word " * 200), MULTILINE)
    assert len(told) == 5
    assert all("draft/multiline-concat" in line for line in told[2:-1])
    assert (
        "".join(
            line.partition(" :")[2].partition(" :")[2] or line.partition(" PRIVMSG #c :")[2]
            for line in told[1:-1]
        )
        == "word " * 200
    )


def test_a_tag_that_looks_like_the_source_stays_as_it_is() -> None:
    """The room is made in the line; tags are not counted."""
    room = 512 - len(f"{FROM} PRIVMSG #c :\r\n")
    said = message("x" * (room + 1), (("+a", "!al@127.0.0.1"),))
    (line,) = lines(said, BOTH)
    tags, _, rest = line.partition(" ")
    assert tags.endswith(";+a=!al@127.0.0.1")
    assert rest == f":alice PRIVMSG #c :{'x' * (room + 1)}"


@pytest.mark.parametrize("flags", [0, BOTH])
@pytest.mark.parametrize("letter", ["x", "Ж"])
def test_a_source_is_the_nick_alone_where_there_is_no_room(flags: int, letter: str) -> None:
    """Rather than a message in two lines."""
    room = 512 - len(f"{FROM} PRIVMSG #c :\r\n")
    for more, source in ((0, FROM), (1, ":alice"), (len("!al@127.0.0.1"), ":alice")):
        text = letter + "x" * (room + more - len(letter.encode()))
        (line,) = lines(message(text), flags)
        assert line.endswith(f"{source} PRIVMSG #c :{text}")
    assert len(lines(message("x" * (room + len("!al@127.0.0.1") + 1)), flags)) == 2


@given(st.text(st.sampled_from("ab Ж\n"), max_size=900).filter(str.strip), st.booleans())
def test_nothing_is_lost(text: str, batched: bool) -> None:
    """Joined again it is the message; every line has its whole head and fits."""
    data = IrcEncodings(INFO)(MULTILINE if batched else 0).encode(message(text))
    got = data.decode().split("\r\n")[:-1]
    whole = ""
    for line in got:
        tags, _, rest = line.rpartition(f"{FROM} ")
        assert len(rest.encode()) + len(FROM) + 1 <= 510
        if rest.startswith("BATCH"):
            continue
        part = rest.removeprefix("PRIVMSG #c :")
        whole += part if "concat" in tags or not whole else f"\n{part}"
    if batched and "BATCH" in got[0]:
        assert whole.lstrip("\n") == text.lstrip("\n")
    else:
        assert whole.replace("\n", "") == text.replace("\n", "")


def test_an_edit() -> None:
    """EDIT for those who know it; a plain follow-up, which refers to it, for the others."""
    edit = message("an example", edits=77 << 22)
    target, msgid = to_msgid(77 << 22), to_msgid(edit.record.id)
    assert lines(edit, MESSAGE_TAGS | MESSAGE_EDIT) == [
        f"@msgid={msgid};veche/seq=7;draft/target-msgid={target};draft/edit-text=an\\sexample "
        f"{FROM} EDIT #c"
    ]
    assert lines(edit, MESSAGE_TAGS) == [
        f"@msgid={msgid};veche/seq=7;+draft/reply={target} {FROM} PRIVMSG #c :an example (edited)"
    ]
    assert lines(edit, 0) == [f"{FROM} PRIVMSG #c :an example (edited)"]


def test_a_redaction() -> None:
    """Only to those who know it."""
    target = to_msgid(77 << 22)
    body = ev.TextBody(ALICE, "#c", "spam")
    assert lines(stored(ev.MessageRedacted(1, 77 << 22), body), MESSAGE_REDACTION) == [
        f"{FROM} REDACT #c {target} :spam"
    ]
    bare = ev.TextBody(ALICE, "#c")
    assert lines(stored(ev.MessageRedacted(1, 77 << 22), bare), MESSAGE_REDACTION) == [
        f"{FROM} REDACT #c {target}"
    ]
    assert lines(stored(ev.MessageRedacted(1, 77 << 22), body), MESSAGE_TAGS) == []


def test_a_relayed_message() -> None:
    """Who relayed it is told to those who asked, with or without other tags."""
    said = message("hi", (("+a", "b"), ("draft/relaymsg", "bob")))
    msgid = to_msgid(said.record.id)
    assert lines(said, RELAYMSG) == [f"@draft/relaymsg=bob {FROM} PRIVMSG #c :hi"]
    assert lines(said, MESSAGE_TAGS) == [f"@msgid={msgid};veche/seq=7;+a=b {FROM} PRIVMSG #c :hi"]
    assert lines(said, 0) == [f"{FROM} PRIVMSG #c :hi"]


@pytest.mark.parametrize("flags", [0, BOTH, BOTH | MULTILINE | MESSAGE_EDIT | MESSAGE_REDACTION])
def test_what_was_erased_is_not_shown(flags: int) -> None:
    """Whatever it was."""
    erased: tuple[ev.Event, ...] = (
        ev.MessageSent(1, cuts=(1,)),
        ev.MessageSent(1, edits=5),
        ev.Reacted(1),
        ev.MessageRedacted(1, 5),
    )
    for event in erased:
        assert lines(stored(event), flags) == []
