"""Somebody at the plain door: a socket, what is typed on it, and what came.

Owns the bytes. Uses nothing of Veche, so that it cannot share a mistake with it.
"""

from tests.harness import ServerProcess, wait_until


class Person:
    """Somebody at the plain door. `expect` goes past what it found."""

    def __init__(self, server: ServerProcess, *lines: str) -> None:
        self.sock = server.connect()
        self.raw = b""
        self._looked = 0
        self.say(*lines)

    def __enter__(self) -> "Person":
        return self

    def __exit__(self, *_: object) -> None:
        self.sock.close()

    def say(self, *lines: str) -> None:
        """Type these."""
        self.sock.sendall("".join(f"{line}\n" for line in lines).encode())

    def expect(self, text: str) -> str:
        """Wait for it; what came before it since the last time."""

        def found() -> bool:
            at = self.raw.find(text.encode(), self._looked)
            if at < 0:
                data = self.sock.recv(65_536)
                assert data, f"closed, and no {text!r} in {self.raw[self._looked :].decode()!r}"
                self.raw += data
                return False
            self.before = self.raw[self._looked : at].decode(errors="replace")
            self._looked = at + len(text.encode())
            return True

        self.before = ""
        wait_until(found, what=f"{text!r}")
        return self.before

    def wait_closed(self) -> None:
        """Read to the end."""
        while data := self.sock.recv(65_536):
            self.raw += data


def lobby(server: ServerProcess, name: str) -> Person:
    """A guest who has come in."""
    person = Person(server, name)
    person.expect("/help lists the commands.\n")
    return person


def member(server: ServerProcess, name: str) -> Person:
    """Somebody with an account who has come in again."""
    person = Person(server, name)
    person.expect("Password: ")
    person.say("sesame")
    person.expect(f"Welcome back, {name}.")
    return person
