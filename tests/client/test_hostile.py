"""A server that lies: about labels, batches, lists, capabilities, names and itself."""

from collections.abc import Iterator

from hypothesis import example, given
from hypothesis import strategies as st

from tests.client.scripted import VECHE, Script
from veche.client import channel, history, roster
from veche.client.client import State
from veche.client.events import Acknowledged, CaughtUp, Ended, Event, JoinRefused, Page, Refused

_TAGS = st.sampled_from(
    ["", "@label=m1 ", "@batch=z ", "@draft/target-msgid=7;draft/edit-text=x\\ny ",
     "@label=h1 ", "@label=h2;msgid=7 ", "@batch=x ", "@batch=y;msgid=8 ",
     "@msgid=1 ", "@msgid=a\\sb;time=0001-01-01T00:00:00+14:00 ", "@batch=x;label=m2 ",
     "@time=2026-01-02T03:04:05.678Z;msgid=9;veche/seq=" + "9" * 30 + " "]
)  # fmt: skip
_SOURCES = st.sampled_from(["", ":s ", ":alice!u@h ", ":bob!b@h ", ":: ", ":a,b!x@y "])
_LINES = st.sampled_from(
    ["BATCH +z draft/multiline #a", "BATCH -z", "EDIT #a", "NOTE PASSWD PASSWORD_CHANGED a :ok",
     "CAP * LS :draft/multiline=max-bytes=64 draft/message-edit", "FAIL BATCH MULTILINE_INVALID :x",
     "CAP * ACK :draft/multiline draft/message-edit", "BATCH +x chathistory #a",
     "BATCH +y labeled-response", "BATCH -x", "BATCH -y", "BATCH",
     "CAP * LS :", f"CAP * ACK :{VECHE}", "CAP * DEL :batch labeled-response echo-message",
     "CAP * NEW :batch veche/key", "CAP * ACK :-batch -draft/chathistory", "PONG", "PONG m1",
     "PONG s settled", "001", "001 other", "433", "433 * alice :In use", "404 a #a :x", "FAIL",
     "FAIL CHATHISTORY", "FAIL CHATHISTORY MESSAGE_ERROR AFTER #a :x", "FAIL PRIVMSG READ_ONLY :y",
     "FAIL JOIN TRY_AGAIN :y", "FAIL RESUME INVALID_TOKEN :no", "RESUME", "RESUME TOKEN :a b",
     "RESUME TOKEN t", "RESUME SUCCESS", "JOIN #a", "JOIN", "JOIN #b", "JOIN :#a b", "PART #a",
     "PART #b :out", "NICK", "NICK :", "NICK carol", "KICK #a alice", "KICK #b bob", "QUIT",
     "353 a = #a :@+bob !x alice", "353", "366 a #a :", "322", "323", "PRIVMSG #a :hi",
     "PRIVMSG alice :psst", "NOTICE alice :psst", "PRIVMSG", "ERROR", "ERROR :bye", "ACK", "PING",
     "PING :a b", "TOPIC #a", "TOPIC #a :t", "332 a #a :t", "AWAY", "AWAY :gone", "MODE #a +o bob",
     "MODE #a +oooo", "MODE", "MODE #a -o+v-b bob bob", "471 a #b :full", "263 a LIST :busy",
     "005 a PREFIX=(ov CHANMODES= CHANTYPES= CHATHISTORY=0 :x", "005 a PREFIX=()", "005",
     "AUTHENTICATE +", "AUTHENTICATE", "AUTHENTICATE ?", "AUTHENTICATE " + "A" * 400, "903 a :ok",
     "AUTHENTICATE cj1teXlvdXJzLHM9YzJGc2RBPT0saT00MDk2", "900 a m alice :in", "900", "904 a :no",
     "908 a PLAIN :are", "902 a :locked", "907 a :twice", "REGISTER SUCCESS alice :done",
     "FAIL REGISTER WEAK_PASSWORD alice :no", "433 * alice :reserved", "CAP * NEW :sasl=PLAIN",
     "CAP * ACK :sasl", "PERSISTENCE STATUS DEFAULT ON", "PERSISTENCE", "CAP * DEL :sasl",
     "005 a CHATHISTORY=999999999 NICKLEN=1 MSGREFTYPES=timestamp :x"]
)  # fmt: skip
_SPOKEN = st.one_of(
    st.tuples(_TAGS, _SOURCES, _LINES).map("".join), st.text(max_size=40), st.just("")
)
_ASKED = st.sampled_from(
    ["say", "tell", "lines", "edit", "passwd", "join", "part", "older", "names", "lose", "wait",
     "away", "login"]
)  # fmt: skip
_STEPS = st.lists(st.one_of(_SPOKEN, _ASKED.map(lambda word: (word,))), max_size=40)


def _ask(script: Script, word: str) -> list[Event]:
    mine = script.client
    match word:
        case "say":
            mine.say("#a", "hi")
        case "tell":
            mine.say("bob", "hi")
        case "lines":
            mine.say("#a", "one\ntwo")
        case "edit":
            mine.edit("#a", "7", "hi")
        case "passwd":
            mine.change_password("sesame", "barley")
        case "join":
            mine.join("#b", backlog=3)
        case "part":
            mine.part("#a")
        case "older":
            mine.older("#a", "5")
        case "names":
            mine.names("#a")
            mine.list_channels()
        case "away":
            mine.away("lunch")
            mine.take_nick("al")
            mine.command("WHOIS", "bob")
        case "login":
            mine.log_in("alice", "sesame")
            mine.open_account("sesame")
        case "lose":
            return script.lose()
        case "wait":
            return script.wait(31.0)
    return []


def _dial_if_wanted(script: Script) -> None:
    if script.client.wants_connection():
        script.client.opened()


@given(_STEPS, st.sampled_from((VECHE, "", "batch draft/chathistory", "echo-message")))
@example([("lose",), "@batch=x ::: JOIN #a", ("wait",)], VECHE)
def test_no_server_can_make_it_raise_or_hang(
    steps: list[str | tuple[str]], capabilities: str
) -> None:
    """Any lines in any state: what it says is whole lines, and every request comes to an end."""
    script = Script().online(capabilities)
    mine, events = script.client, list[Event]()
    mine.join("#a")
    tickets = [*mine.say("#a", "one"), *mine.say("#a", "two")]
    for step in steps:
        if mine.state is State.ENDED:
            break
        events += script.feed(step) if isinstance(step, str) else _ask(script, step[0])
        _dial_if_wanted(script)
    for _ in range(6):  # and now it says nothing any more
        events += script.wait(100.0)
        _dial_if_wanted(script)
    assert mine.state is not State.ONLINE
    mine.abort()
    events += script.wait(0)
    assert isinstance(events[-1], Ended)
    assert mine.take_output()[-2:] in (b"", b"\r\n")
    ends = [end.ticket for end in events if isinstance(end, Acknowledged | Refused)]
    assert sorted(ends) == sorted(set(ends))
    assert set(tickets) <= set(ends)
    assert mine.unfinished == 0


@given(st.lists(st.binary(max_size=60), max_size=20))
def test_any_bytes(pieces: list[bytes]) -> None:
    """Before registration and after it."""
    for script in (Script().dial(), Script().online(VECHE).joined("#a")):
        for piece in pieces:
            script.client.receive(piece or b"\r\n")
        script.wait(0)


def _flood() -> Iterator[str]:
    """Lines that would fill every table there is."""
    for n in range(3_000):
        yield f"BATCH +b{n} chathistory #a"
        yield f":alice!u@h JOIN #c{n}"
        yield f"353 alice = #c{n} :" + " ".join(f"u{n}x{k}" for k in range(20))
        yield f"353 alice = #x{n} :bob"
        yield f"366 alice #c{n} :End"
        yield f"322 alice #l{n} 3 :topic"
        yield f"@msgid=m{n} :bob{n}!b@h PRIVMSG alice :hello"
        yield f":bob{n}!b@h JOIN #c1"
        yield f"005 alice T{n}=x :are"
        yield f":s CAP * NEW :cap{n}"
        yield f":bob{n}!b@h NICK {'n' * 400}{n}"


def test_every_table_is_bounded() -> None:
    """However much a server tells; counted where the memory is."""
    script = Script().online(VECHE).joined("#a", "@msgid=x :bob!b@h PRIVMSG #a :hi")
    mine = script.client
    for line in _flood():
        script.feed(line)
    parts = mine._parts
    assert len(mine.channels) <= roster.MAX_CHANNELS
    assert sum(len(each.members) for each in mine.channels.values()) <= 200_000
    assert max(len(each.members) for each in mine.channels.values()) <= channel.MAX_MEMBERS
    assert len(parts.timeline.conversations()) <= 1_000
    assert len(parts.wishes.channels) <= roster.MAX_CHANNELS + 1
    assert mine.ended is None


def test_a_hold_that_never_ends() -> None:
    """What is said while a page does not come is kept up to a bound, and told in the end."""
    script = Script().online(VECHE)
    script.client.join("#a")
    script.feed(":alice!u@h JOIN #a")
    for n in range(5_000):
        script.feed(f"@msgid={n} :bob!b@h PRIVMSG #a :{n}")
    assert script.client._parts.timeline._held == history.MAX_HELD
    events = script.wait(31.0)
    assert events[-1] == CaughtUp("#a", complete=False)
    assert len(events) == history.MAX_HELD + 1


def test_silence_answers_everything() -> None:
    """JOIN, an older page, a message: each comes to an end by itself."""
    script = Script().online(VECHE).joined("#a", "@msgid=1 :bob!b@h PRIVMSG #a :hi")
    mine = script.client
    mine.join("#b")
    mine.older("#a", "1")
    events = script.wait(31.0)
    assert JoinRefused("#b", "", "no answer within 30 s") in events
    assert Page("#a", (), oldest=False) in events


def test_a_page_without_end_is_cut() -> None:
    """A batch that is never closed costs no more than the bound."""
    script = Script().online(VECHE).joined("#a", "@msgid=1 :bob!b@h PRIVMSG #a :hi")
    script.client.older("#a", "1")
    label = script.out()[-1].partition("label=")[2].partition(" ")[0]
    script.feed(f"@label={label} BATCH +q chathistory #a")
    for n in range(3_000):
        script.feed(f"@batch=q;msgid=p{n} :bob!b@h PRIVMSG #a :{n}")
    [page] = script.feed("BATCH -q")
    assert isinstance(page, Page)
    assert len(page.messages) == 2_000
