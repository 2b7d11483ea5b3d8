"""Negotiation. https://ircv3.net/specs/extensions/capability-negotiation"""

from veche.protocols.irc import capabilities as caps
from veche.protocols.irc.numerics import Client

CLIENT = Client(":s", "*")


def test_ls_lists_everything_and_302_brings_cap_notify() -> None:
    """302 is a number: higher ones count as 302; it is never taken back."""
    (line,) = caps.reply(CLIENT, ["LS"])
    assert line.startswith(":s CAP * LS :")
    assert set(line.removeprefix(":s CAP * LS :").split(" ")) <= set(caps.BITS)
    assert caps.negotiate(0, ["LS", "307"]) == caps.VERSION_302 | caps.CAP_NOTIFY
    assert caps.negotiate(0, ["LS"]) == 0
    assert caps.negotiate(0, ["LS", "x"]) == 0
    enabled = caps.negotiate(0, ["LS", "302"])
    assert caps.negotiate(enabled, ["LS"]) == enabled


def offered(client: Client) -> dict[str, str]:
    """What CAP LS 302 tells: every capability and its value."""
    head = f"{client.server} CAP {client.nick} LS"
    *more, last = caps.reply(client, ["LS", "302"])
    assert all(line.startswith(f"{head} * :") and len(line) <= 510 for line in more)
    lists = [line.removeprefix(f"{head} * :") for line in more]
    words = " ".join([*lists, last.removeprefix(f"{head} :")]).split(" ")
    assert len(last) <= 510
    return {name: value for name, _, value in (word.partition("=") for word in words)}


def test_302_brings_values_and_further_lines() -> None:
    """A list that one line cannot hold goes on in others, marked by `*`; the rest is the same."""
    client = Client(":" + "s" * 63, "n" * 32, caps.PUSHES)
    assert len(caps.reply(client, ["LS", "302"])) > 1
    assert set(offered(client)) == set(caps.BITS)
    assert offered(CLIENT)["sasl"] == "PLAIN,SCRAM-SHA-256,IRCV3BEARER,OAUTHBEARER"
    value = offered(CLIENT)["draft/account-registration"]
    assert value == "before-connect,custom-account-name"


def test_old_clients_see_no_values() -> None:
    """capability-negotiation, "The CAP LS subcommand": one line of names.

    What does not fit is left out, drafts first.
    """
    (line,) = caps.reply(CLIENT, ["LS"])
    assert "=" not in line
    (line,) = caps.reply(Client(":" + "s" * 63, "n" * 32), ["LS"])
    assert len(line) <= 510
    words = line.partition(" :")[2].split(" ")
    assert {name for name in caps.BITS if "/" not in name} <= set(words) < set(caps.BITS)


def test_what_a_connection_brings() -> None:
    """EXTERNAL for who has shown a certificate; no registration where it is closed."""
    shown = Client(":s", "*", caps.CERTIFICATE)
    assert offered(shown)["sasl"].endswith(",EXTERNAL")
    closed = Client(":s", "*", caps.CLOSED)
    name = "draft/account-registration"
    assert name not in offered(closed)
    assert caps.negotiate(caps.CLOSED, ["REQ", name]) == caps.CLOSED
    assert caps.reply(closed, ["REQ", name]) == [f":s CAP * NAK :{name}"]
    assert caps.negotiate(0, ["REQ", name]) == caps.ACCOUNT_REGISTRATION


def test_req_as_a_whole() -> None:
    """One unknown name refuses all; the answer repeats the request to the letter."""
    assert caps.negotiate(0, ["REQ", "batch echo-message"]) == caps.BATCH | caps.ECHO_MESSAGE
    assert caps.reply(CLIENT, ["REQ", "batch echo-message "]) == [
        ":s CAP * ACK :batch echo-message"
    ]
    assert caps.negotiate(0, ["REQ", "batch nonsense"]) == 0
    assert caps.reply(CLIENT, ["REQ", "batch nonsense"]) == [":s CAP * NAK :batch nonsense"]
    assert caps.reply(CLIENT, ["REQ", "Batch"]) == [":s CAP * NAK :Batch"]


def test_disabling() -> None:
    """A dash takes away, also what is not there; cap-notify stays with 302."""
    both = caps.BATCH | caps.ECHO_MESSAGE
    assert caps.negotiate(both, ["REQ", "-batch"]) == caps.ECHO_MESSAGE
    assert caps.negotiate(0, ["REQ", "-batch"]) == 0
    assert caps.reply(CLIENT, ["REQ", "-batch"]) == [":s CAP * ACK :-batch"]
    new = caps.negotiate(0, ["LS", "302"])
    assert caps.negotiate(new, ["REQ", "-cap-notify"]) == new
    assert caps.reply(Client(":s", "*", new), ["REQ", "-cap-notify"]) == [
        ":s CAP * NAK :-cap-notify"
    ]
    assert caps.negotiate(caps.CAP_NOTIFY, ["REQ", "-cap-notify"]) == 0


def test_list_end_and_what_is_invalid() -> None:
    """LIST tells what is enabled; 410 names the subcommand; no subcommand is 461."""
    assert caps.reply(CLIENT, ["LIST"]) == [":s CAP * LIST :"]
    assert caps.reply(Client(":s", "al", caps.BATCH), ["list"]) == [":s CAP al LIST :batch"]
    assert caps.reply(CLIENT, ["END"]) == []
    assert caps.reply(CLIENT, ["FOO"]) == [":s 410 * FOO :Invalid CAP command"]
    assert caps.reply(CLIENT, []) == [":s 461 * CAP :Not enough parameters"]
    assert caps.negotiate(7, []) == 7


def test_key_announces_a_tag_and_changes_nothing() -> None:
    """docs/protocol/seq-and-key.md: offered, granted alone, and deliveries stay what they are."""
    assert "veche/key" in offered(CLIENT)
    enabled = caps.negotiate(0, ["REQ", "veche/key"])
    assert caps.reply(CLIENT, ["REQ", "veche/key"]) == [":s CAP * ACK :veche/key"]
    assert enabled & caps.DELIVERIES == 0
    assert caps.reply(Client(":s", "al", enabled), ["LIST"]) == [":s CAP al LIST :veche/key"]
