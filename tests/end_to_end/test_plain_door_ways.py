"""The plain door through real sockets: keeping order, and the way in."""

from tests.end_to_end.person import Person, lobby
from tests.end_to_end.test_accounts import opened, shell
from tests.harness import ServerProcess, wait_until

# RFC 854: what a telnet program says that knows options, and RFC 857: echoing.
TELNET = bytes((255, 253, 3, 255, 251, 24))
HIDE, SHOW = bytes((255, 251, 1)), bytes((255, 252, 1))


def test_keeping_order() -> None:
    """Every command of `/help moderators`, on a channel of one's own."""
    with ServerProcess() as server, lobby(server, "olga") as olga, lobby(server, "tom") as tom:
        olga.say("/join #club")
        olga.expect("You are in #club")
        tom.say("/join #club")
        olga.expect("tom joined #club\n")
        for line, seen in (
            ("/op tom", "set the modes +o tom of #club"),
            ("/deop tom", "set the modes -o tom of #club"),
            ("/voice tom", "+v tom"),
            ("/devoice tom", "-v tom"),
            ("/mute tom", "+b m:tom"),
            ("/ban", "#club: m:tom"),
            ("/unmute tom", "-b m:tom"),
            ("/slow 30", "+W 30"),
            ("/slow off", "-W"),
            ("/key sesame", "+k sesame"),
            ("/key off", "-k"),
            ("/limit 10", "+l 10"),
            ("/limit off", "-l"),
            ("/visibility joined", "+H joined"),
            ("/visibility all", "-H"),
            ("/retention 30", "+E 30"),
            ("/retention off", "-E"),
            ("/mode +i", "+i"),
            ("/mode", "The modes of #club: +int"),
            ("/topic all of us", "olga set the topic of #club: all of us"),
            ("/access", "Nobody has a rank in #club for good."),
            ("/kick tom too loud", "olga removed tom from #club (too loud)"),
            ("/ban tom", "+b tom"),
            ("/unban tom", "-b tom"),
            ("/invite tom", "olga invited tom to #club"),
            ("/rename #circle", "olga renamed #club to #circle"),
        ):
            olga.say(line)
            olga.expect(seen)
        tom.expect("olga invited tom to #club: /join #club\n")
        tom.say("/invite", "/whois olga", "/who #lobby", "/list", "/away tea", "/away")
        tom.expect("You are invited to #circle.\n")
        tom.expect("olga (olga) is in ")
        tom.expect("In #lobby (2): ")
        tom.expect("You are away: tea\n")
        tom.expect("You are not away any more.\n")


def test_the_way_in() -> None:
    """Passwords that are wrong, accounts that let nobody in, names that are somebody's."""
    with ServerProcess() as server:
        opened(server, "alice", "sesame")
        with Person(server, "alice") as alice:
            alice.expect("Type its password, or nothing to go back.\nPassword: ")
            for _ in range(2):
                alice.say("wrong")
                alice.expect("That is not the password of alice.")
                alice.expect("Password: ")
            alice.say("wrong")
            alice.expect("That is not its password either.")
            alice.expect("Enter your username: ")
            alice.say("alice", "")
            alice.expect("Then choose another name.\nEnter your username: ")
            alice.say("ALICE", "sesame")
            alice.expect("You are ")
            with Person(server, "alicе") as other:  # a Cyrillic е
                other.expect("is taken. Choose another.\nEnter your username: ")
            shell(server, "disable", "alice")
            alice.wait_closed()
        with Person(server, "alice", "sesame") as alice:
            alice.expect("The account alice is disabled.")
            alice.expect("Enter your username: ")


def test_a_telnet_program_hides_the_password() -> None:
    """Where it has said that it understands options."""
    with ServerProcess() as server:
        opened(server, "alice", "sesame")
        with Person(server) as alice:
            alice.sock.sendall(TELNET + b"alice\r\n")
            alice.expect("Password: ")
            wait_until(lambda: _has(alice, HIDE), what="echoing off")
            alice.sock.sendall(bytes((255, 253, 1)) + b"sesame\r\n")
            alice.expect("in #lobby")
            assert SHOW in alice.raw
            assert alice.raw.index(HIDE) < alice.raw.index(SHOW)
        with Person(server, "alice") as alice:
            alice.expect("Password: ")
            alice.say("sesame")
            alice.expect("in #lobby")
            assert HIDE not in alice.raw


def _has(person: Person, data: bytes) -> bool:
    if data not in person.raw:
        person.raw += person.sock.recv(4096)
    return data in person.raw
