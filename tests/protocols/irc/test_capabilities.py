"""Negotiation. https://ircv3.net/specs/extensions/capability-negotiation"""

from veche.protocols.irc import capabilities as caps
from veche.protocols.irc.numerics import Client

CLIENT = Client(":s", "*")


def test_ls_lists_everything_and_302_brings_cap_notify() -> None:
    """302 is a number: higher ones count as 302; it is never taken back."""
    (line,) = caps.reply(CLIENT, ["LS", "302"])
    assert line.startswith(":s CAP * LS :")
    assert line.removeprefix(":s CAP * LS :").split(" ") == list(caps.BITS)
    assert caps.negotiate(0, ["LS", "307"]) == caps.VERSION_302 | caps.CAP_NOTIFY
    assert caps.negotiate(0, ["LS"]) == 0
    assert caps.negotiate(0, ["LS", "x"]) == 0
    enabled = caps.negotiate(0, ["LS", "302"])
    assert caps.negotiate(enabled, ["LS"]) == enabled


def test_ls_fits_one_line() -> None:
    """So that it need not be split, for clients of any version."""
    assert len(caps.reply(Client(":" + "s" * 63, "n" * 32), ["LS"])[0]) < 510


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
    assert "veche/key" in caps.reply(CLIENT, ["LS"])[0].partition(" :")[2].split(" ")
    enabled = caps.negotiate(0, ["REQ", "veche/key"])
    assert caps.reply(CLIENT, ["REQ", "veche/key"]) == [":s CAP * ACK :veche/key"]
    assert enabled & caps.DELIVERIES == 0
    assert caps.reply(Client(":s", "al", enabled), ["LIST"]) == [":s CAP al LIST :veche/key"]
