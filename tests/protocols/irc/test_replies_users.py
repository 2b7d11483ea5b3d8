"""Replies about users. https://modern.ircdocs.horse/#user-based-queries"""

from tests.protocols.irc.peer import ALICE, BOB, INFO
from veche.core import events as ev
from veche.core import replies as core
from veche.protocols.irc import replies_users as users
from veche.protocols.irc.numerics import Client

CLIENT = Client(":irc.test", "al")
BOB_AWAY = core.Member(BOB, "o", "Bob B", away=True)


def test_who() -> None:
    """352 for each; 315 has the mask as it was sent."""
    rows = (core.WhoRow("#c", BOB_AWAY), core.WhoRow("*", core.Member(ALICE, "", "A")))
    reply = core.WhoReply("#c", rows)
    assert list(users.who(CLIENT, INFO, reply, ["#C"])) == [
        ":irc.test 352 al #c bo 10.0.0.2 irc.test bob G@ :0 Bob B",
        ":irc.test 352 al * al 127.0.0.1 irc.test alice H :0 A",
        ":irc.test 315 al #C :End of WHO list",
    ]
    assert list(users.who(CLIENT, INFO, core.WhoReply("*", ()), [])) == [
        ":irc.test 315 al * :End of WHO list"
    ]


def test_who_flags() -> None:
    """Away, operator of the server, signs of the channel, bot."""
    robot = core.Member(ev.Who("r", "u", "h", bot=True), "ov", "R", away=True, operator=True)
    (line, _) = users.who(CLIENT, INFO, core.WhoReply("r", (core.WhoRow("#c", robot),)), ["r"])
    assert line == ":irc.test 352 al #c u h irc.test r G*@B :0 R"


def test_whox() -> None:
    """The fields that were asked for, in the order of the specification (IRCv3 whox)."""
    logged_in = core.Member(ev.Who("v", "u", "10.0.0.9", "Vera"), "o", "Vera V")
    reply = core.WhoReply("v", (core.WhoRow("#c", logged_in, 42),))

    def told(fields: str) -> str:
        line, end = users.who(CLIENT, INFO, reply, ["v", fields])
        assert end == ":irc.test 315 al v :End of WHO list"
        return line

    everything = "354 al 123 #c u 10.0.0.9 10.0.0.9 irc.test v H@ 0 42 Vera n/a :Vera V"
    assert told("%tcuihsnfdlaor,123") == f":irc.test {everything}"
    assert told("%roaldfnshiuct,123") == f":irc.test {everything}"
    assert told("o%nax") == ":irc.test 354 al v Vera"
    assert told("%tn") == ":irc.test 354 al 0 v"
    assert told("%tn,1234") == ":irc.test 354 al 0 v"


def test_whox_placeholders() -> None:
    """No account is 0, no channel an asterisk, a host that is no address is no address."""
    guest = core.WhoReply("a", (core.WhoRow("*", core.Member(ev.Who("a", "u", "h.test"), "")),))
    (line, _) = users.who(CLIENT, INFO, guest, ["a", "%cia"])
    assert line == ":irc.test 354 al * 255.255.255.255 0"


def test_whois_of_the_known() -> None:
    """313, 330 and 335 of operators, accounts and bots."""
    member = core.Member(ev.Who("v", "u", "h", "Vera", True), "", "V", operator=True)
    reply = core.Whois(member, "", (), "", 0, 0, itself=False)
    lines = list(users.whois(CLIENT, INFO, reply, ["v"]))
    assert ":irc.test 313 al v :is an operator of this server" in lines
    assert ":irc.test 330 al v Vera :is logged in as" in lines
    assert ":irc.test 335 al v :is a bot" in lines


def test_whois() -> None:
    """All of it in order; 318 has the nick to the letter as it was sent."""
    reply = core.Whois(
        BOB_AWAY, "i", (("#a", "o"), ("#b", "")), "lunch", 42, 1_741_000_000_123, itself=True
    )
    assert list(users.whois(CLIENT, INFO, reply, ["BOB"])) == [
        ":irc.test 311 al bob bo 10.0.0.2 * :Bob B",
        ":irc.test 319 al bob :@#a #b",
        ":irc.test 312 al bob irc.test :Test",
        ":irc.test 301 al bob :lunch",
        ":irc.test 379 al bob :is using modes +i",
        ":irc.test 317 al bob 42 1741000000 :seconds idle, signon time",
        ":irc.test 318 al BOB :End of /WHOIS list",
    ]


def test_whois_of_somebody_else() -> None:
    """No channels, no line for them; modes only of oneself."""
    reply = core.Whois(core.Member(BOB, ""), "i", (), "", 0, 0, itself=False)
    numbers = [line.split(" ")[1] for line in users.whois(CLIENT, INFO, reply, ["bob"])]
    assert numbers == ["311", "312", "317", "318"]


def test_userhost_and_ison() -> None:
    """302 marks who is away with a minus; 303 is nicks only."""
    reply = core.Users((BOB_AWAY, core.Member(ALICE, "")))
    assert users.userhost(CLIENT, reply) == ":irc.test 302 al :bob=-bo@10.0.0.2 alice=+al@127.0.0.1"
    assert users.ison(CLIENT, reply) == ":irc.test 303 al :bob alice"
    assert users.ison(CLIENT, core.Users(())) == ":irc.test 303 al :"
