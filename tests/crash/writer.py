"""A client that writes without a pause, and goes on where it was when the server comes back.

Owns one connection after another, in a thread of its own, and its ledger. With
keys it is a guest who resumes, and says again what was not acknowledged, and
for good measure the last that was; without, what was under way is left to its
fate.
"""

import re
import socket
import threading
import time
from collections.abc import Callable

from tests.crash.ledger import Ledger, Receipt
from tests.end_to_end.irc import TAGS, IrcClient, said

WINDOW = 8
_READ_S = 0.1
_ENTER_S = 20.0


class Writer:
    """`name` begins everything that it says, so nobody else says the same."""

    def __init__(
        self, name: str, channel: str, connect: Callable[[], socket.socket], keyed: bool
    ) -> None:
        self.ledger = Ledger()
        self.failure: Exception | None = None
        self._name = name
        self._channel = channel
        self._connect = connect
        self._keyed = keyed
        self._secret = ""
        self._nicks = 0
        self._number = 0
        self._pending: dict[str, str] = {}  # label to text, in the order said
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float = 30.0) -> None:
        """Say no more, wait for what is under way, and hang up."""
        self._stop.set()
        self._thread.join(timeout_s)
        if self._thread.is_alive():
            self.ledger.complaints.append(f"{self._name} waits in vain for {self._pending}")
        if self.failure is not None:
            self.ledger.complaints.append(f"{self._name} was stopped by {self.failure!r}")

    def _live(self) -> None:
        pause = threading.Event()
        try:
            while not self._stop.is_set() or (self._keyed and self._pending):
                try:
                    sock = self._connect()
                except OSError:
                    pause.wait(0.02)
                    continue
                with IrcClient(sock) as client:
                    if self._enter(client):
                        self._talk(client)
        except Exception as error:  # told by `stop`; a thread has nobody else to tell
            self.failure = error

    # -- coming back -------------------------------------------------------------------------

    def _enter(self, client: IrcClient) -> bool:
        """Register or resume, join, and say again what must be; False when cut off meanwhile."""
        try:
            caps = [*TAGS, "veche/resume"] if self._keyed else TAGS
            nick = f"{self._name}{self._nicks or ''}"
            again = [f"RESUME {self._secret}"] if self._secret else []
            client.send(
                f"CAP REQ :{' '.join(caps)}", *again, f"NICK {nick}", "USER w 0 * :w", "CAP END"
            )
            if not self._welcomed(client):
                return False
            client.send(f"JOIN {self._channel}")
            client.barrier()
            self._repeat(client)
        except OSError:
            return False
        except AssertionError:  # it waited in vain
            if client.ended:
                return False
            raise
        return True

    def _welcomed(self, client: IrcClient) -> bool:
        asked = bool(self._secret)
        found = client.expect(r"\S+ 376 |\S+ 422 |\S+ 433 |FAIL RESUME|\S+ FAIL RESUME", _ENTER_S)
        if " 433 " in found[0]:
            # Killed between the registration and the answer: that guest cannot be returned to.
            assert not asked, "a name is asked for although there is a secret"
            self._nicks += 1
            return False
        if "FAIL" in found[0]:
            self.ledger.complaints.append(f"{self._name} cannot resume: {found.string}")
            self._secret = ""
            self._pending.clear()
            return False
        if asked:
            client.expect(r"\S+ RESUME SUCCESS ")
        elif self._keyed:
            self._secret = client.expect(r"\S+ RESUME TOKEN (\S+)")[1]
        return True

    def _repeat(self, client: IrcClient) -> None:
        before, self._pending = self._pending, {}
        if not self._keyed:
            return
        acknowledged = self.ledger.acknowledged
        texts = list(before.values())
        if acknowledged:
            texts.insert(0, next(reversed(acknowledged)))
        for text in texts:
            self._say(client, text)

    # -- talking -----------------------------------------------------------------------------

    def _talk(self, client: IrcClient) -> None:
        try:
            while not client.ended:
                if self._stop.is_set() and not self._pending:
                    return
                while len(self._pending) < WINDOW and not self._stop.is_set():
                    self._number += 1
                    self._say(client, f"{self._name} says {self._number}")
                line = client.read(time.monotonic() + _READ_S)
                if line is not None:
                    self._hear(line)
                client.lines.clear()
        except OSError:
            return

    def _say(self, client: IrcClient, text: str) -> None:
        ledger = self.ledger
        label = text.rpartition(" ")[2]
        self._pending[label] = text
        ledger.said[text] = self._channel
        tags = f"label={label}"
        if self._keyed:
            ledger.keyed.add(text)
            tags += f";veche/key={self._name}-{label}"
        client.say(self._channel, text, tags)

    def _hear(self, line: str) -> None:
        if re.match(r"(@\S+ )?:\S+ (FAIL|4\d\d) ", line):
            self.ledger.complaints.append(f"{self._name} was told {line}")
        message = said(line)
        if message is None or "msgid" not in message.tags:
            return
        receipt = Receipt(message.tags["msgid"], message.seq)
        self.ledger.see(message.text, receipt)
        label = message.tags.get("label")
        if label is not None and self._pending.pop(label, None) is not None:
            self.ledger.acknowledge(message.text, receipt)
