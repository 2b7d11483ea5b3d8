"""The plain door through real sockets: coming back, and what was said."""

import re

from tests.end_to_end.irc import IrcClient
from tests.end_to_end.person import lobby, member
from tests.end_to_end.test_accounts import arriving, enter, opened, plain
from tests.harness import ServerProcess, wait_until

CAPS = (
    "sasl message-tags server-time batch echo-message draft/read-marker draft/message-redaction "
    "draft/persistence"
)


def test_somebody_comes_back() -> None:
    """It sees what it missed, each time only that, and where it stopped."""
    with ServerProcess() as server, lobby(server, "bob") as bob:
        with lobby(server, "alice") as alice:
            alice.say("/register", "sesame")
            alice.expect("The account alice is yours.")
            alice.say("/join #tea")
            alice.expect("You are in #tea")
            bob.say("/join #tea", "hello")
            alice.expect("[#tea] bob: hello\n")
            alice.say("/quit")
            alice.expect("Bye.\n")
            alice.wait_closed()
        bob.say("one", "two", "/msg alice psst", "/join #lobby")
        bob.expect("You are in #lobby already")
        bob.say("three", "/time")
        bob.expect("It is ")
        with member(server, "alice") as alice:
            alice.expect("-- 2 new messages in #tea since ")
            alice.expect("[#tea] bob: one\n[#tea] bob: two\n")
            alice.expect("-- 1 new message from bob while you were away --\n[bob -> alice] psst\n")
            alice.expect("-- 1 new message")
            alice.expect("bob: three\n")
            alice.say("/quit")
            alice.wait_closed()
        bob.say("four", "/time")
        bob.expect("It is ")
        with member(server, "alice") as alice:
            assert "bob: two" not in alice.expect("-- 1 new message")
            alice.expect("bob: four\n")


def test_markers_follow_to_other_devices() -> None:
    """What was read here is read there (IRCv3 read-marker), and the other way round."""
    with ServerProcess() as server, lobby(server, "bob") as bob:
        opened(server, "alice", "sesame")
        with arriving(server, CAPS) as phone:
            plain(phone, "alice", "sesame")
            phone.expect(r"\S+ 903 ")
            enter(phone, "alice")
            phone.send("JOIN #lobby")
            phone.expect(r"(@\S+ )?:\S+ 366 ")
            bob.say("one")
            at = _time(phone, "one")
            with member(server, "alice") as alice:
                alice.expect("bob: one\n")
                alice.say("/quit")
                alice.wait_closed()
            phone.expect(rf"(@\S+ )?:\S+ MARKREAD #lobby timestamp={at}$")
            bob.say("two")
            two = three = _time(phone, "two")
            while three == two:  # a batch has one stamp
                bob.say("three")
                three = _time(phone, "three")
            phone.send(f"MARKREAD #lobby timestamp={two}")
            phone.expect(rf"(@\S+ )?:\S+ MARKREAD #lobby timestamp={two}$")
            with member(server, "alice") as alice:
                alice.expect("new message")
                alice.expect("bob: three\n")
                assert "bob: two" not in alice.before


def _time(client: IrcClient, text: str) -> str:
    """When it was said, as the client is told."""
    found = client.expect(rf"@(\S+) :bob!\S+ PRIVMSG #lobby :{text}$")
    time = re.search(r"(?:^|;)time=([^;]+)", found[1])
    assert time is not None
    return time[1]


def test_who_was_gone_sees_it() -> None:
    """A restart of the server in between changes nothing."""
    with ServerProcess() as server:
        with lobby(server, "alice") as alice:
            alice.say("/register", "sesame", "hello", "/quit")
            alice.wait_closed()
        server.kill()
        server.start()
        with lobby(server, "bob") as bob:
            bob.say("anybody?", "/time")
            bob.expect("It is ")
        with member(server, "alice") as alice:
            alice.expect("bob: anybody?\n")


def test_what_is_about_messages() -> None:
    """Answers, reactions, edits, taking back: done here, and read here and on IRC."""
    with (
        ServerProcess() as server,
        lobby(server, "alice") as alice,
        lobby(server, "bob") as bob,
        arriving(server, CAPS) as carol,
    ):
        enter(carol, "carol")
        carol.send("JOIN #lobby")
        carol.expect(r"(@\S+ )?:\S+ 366 ")
        alice.expect("carol joined\n")
        alice.say("tea at noon?")
        bob.expect("alice: tea at noon?\n")
        msgid = carol.expect(r"@(\S+) :alice!\S+ PRIVMSG #lobby :tea at noon\?$")[1]
        msgid = dict(tag.partition("=")[::2] for tag in msgid.split(";"))["msgid"]
        bob.say("/react 👍", "/reply alice gladly", "/edit very gladly")
        alice.expect("-- bob reacted 👍 to alice: tea at noon?\n")
        alice.expect('bob (to alice, "tea at noon?"): gladly\n')
        alice.expect("bob edited: very gladly\n")
        carol.expect(r"@\S*\+draft/re(act|ply)\S* :bob!\S+ TAGMSG #lobby$")
        carol.expect(rf"@\S*\+draft/reply={msgid}\S* :bob!\S+ PRIVMSG #lobby :gladly$")
        carol.send(f"@+draft/react=🎉;+draft/reply={msgid} TAGMSG #lobby")
        for person in (alice, bob):
            person.expect("-- carol reacted 🎉 to alice: tea at noon?\n")
        bob.say("/unreact 👍 alice", "/redact", "/redact alice")
        bob.expect("-- bob took back 👍 from alice: tea at noon?\n")
        bob.expect("-- bob took back a message\n")
        bob.expect("Only who wrote it, or an operator of #lobby, may do that.\n")
        alice.expect("-- bob took back a message\n")
        carol.expect(r"(@\S+ )?:bob!\S+ REDACT #lobby ")
        alice.say("/msg bob helo", "/edit hello")
        bob.expect("[alice -> bob] helo\n[alice -> bob] edited: hello\n")


def test_what_was_said_before_somebody_came() -> None:
    """Is known to it if it may be read, and else to nobody any more."""
    with ServerProcess() as server, lobby(server, "alice") as alice, lobby(server, "bob") as bob:
        alice.say("/join #open", "one", "/join #closed", "/visibility joined", "two", "/time")
        alice.expect("It is ")
        bob.say("/join #open")
        bob.expect("[#open] alice: one\n")
        bob.say("/join #closed")
        bob.expect("You are in #closed")
        alice.say("/react 👍 alice", "/join #open", "/leave #closed", "/react 👍 alice")
        bob.expect("-- alice reacted 👍 to an earlier message in #closed\n")
        bob.expect("-- alice reacted 👍 to alice in #open: one\n")


def test_search_and_history() -> None:
    """By words, by who, where and when; page by page; nothing of where one is not."""
    with ServerProcess() as server, lobby(server, "alice") as alice, lobby(server, "bob") as bob:
        bob.say("/join #club", "the secret tea", "/time")
        bob.expect("It is ")
        alice.say(
            *(f"tea number {n}" for n in range(25)), "/join #dev", "coffee \x1b[31mred", "/time"
        )
        alice.expect("It is ")

        def found() -> bool:
            alice.say("/search number", "/time")
            return "tea number 24\n" in alice.expect("It is ")

        wait_until(found, what="the index")
        shown = [line for line in alice.before.splitlines() if "tea number" in line]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d \[#lobby\] alice: tea number 5", shown[0])
        assert len(shown) == 20
        alice.say("/more", "/more", "/time")
        assert alice.expect("There is nothing before that.\n").count("tea number") == 5
        alice.say("/search secret", "/search coffee in:#lobby", "/search coffee from:bob")
        for _ in range(3):
            alice.expect("Nothing was found.")
        alice.say("/search coffee from:alice in:#dev after:2026-01-01 before:2999-01-01")
        alice.expect("[#dev] alice: coffee red\n")
        alice.say("/search x before:2026", "/search in:#club tea", "/search")
        alice.expect("before: needs a day, as before:2026-01-31")
        alice.expect("You are not in #club.")
        alice.expect("/search needs more: /search WORDS [from:NAME]")
        alice.say("/history #lobby 2", "/more")
        alice.expect("tea number 23\n")
        alice.expect("tea number 24\n")
        alice.expect("tea number 21\n")
        assert b"\x1b" not in alice.raw
