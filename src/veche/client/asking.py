"""What is asked on one connection, as lines, and the matching of answers to it.

Owns the lines that go out, the labels and the patience. Must not know what an answer means.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from veche.client.capabilities import Negotiation
from veche.client.catch_up import stamp
from veche.client.delivery import Outgoing, wire_text
from veche.client.events import Kind
from veche.client.message import format_line
from veche.client.multiline import Bounds, bounds, lines_of
from veche.client.reports import Answered, PageRead, Report, TargetsRead
from veche.client.requests import Paging, Requests, Saying, Targeting
from veche.client.supports import Supports
from veche.client.timers import PATIENCE_S, Due, Timers
from veche.core.names import fold

_TARGETS = 50
_NO_LINES = "the server takes no message of several lines any more"
# Whatever the server's clock says.
_FOREVER = "2999-12-31T23:59:59.999Z"


class Asking:
    """Puts lines out, and keeps what is not yet answered."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Take the time, in seconds, from `clock`."""
        self.negotiation = Negotiation()
        self.supports = Supports()
        self.requests = Requests()
        self.timers = Timers()
        self._clock = clock
        self._output: list[bytes] = []
        self._pages = 0

    def take_output(self) -> bytes:
        """Return, and forget, the bytes that are to be written."""
        out, self._output = b"".join(self._output), []
        return out

    def has(self, capability: str) -> bool:
        """Return whether a capability is switched on."""
        return self.negotiation.has(capability)

    @property
    def keeps_history(self) -> bool:
        """Whether pages of history can be had, and told from what is live."""
        return self.has("draft/chathistory") and self.has("batch")

    def say(self, item: Outgoing) -> None:
        """Send a message: Answered follows."""
        text = wire_text(item.text, item.kind)
        tags = {}
        if self.has("veche/key"):
            tags["veche/key"] = item.key
        if item.reply_to and self.has("message-tags"):
            tags["+draft/reply"] = item.reply_to
        command = "NOTICE" if item.kind is Kind.NOTICE else "PRIVMSG"
        label = f"m{item.ticket}"
        saying = Saying(label, item.ticket, item.where, item.text, item.kind)
        self.requests.add(saying)
        if "\n" not in item.text:
            self._ask(label, command, item.where, text, tags=tags, trailing=True)
        elif self.multiline is not None:
            self._ask_lines(label, command, item.where, text, tags)
        else:
            saying.fault = _NO_LINES
            self.put("PING", label)
        # Not set anew by what is sent, so that talking on does not hide a silent server.
        if not self.timers.has(Due.ACKNOWLEDGE):
            self.wait_for(Due.ACKNOWLEDGE)

    @property
    def multiline(self) -> Bounds | None:
        """What a message of several lines may hold; None where there can be none."""
        if not (self.has("draft/multiline") and self.has("batch")):
            return None
        return bounds(self.negotiation.value("draft/multiline"))

    def page(self, where: str, params: tuple[str, ...]) -> str:
        """Ask for a page of history: PageRead follows; return its label, "" if it cannot be."""
        if not self.keeps_history:
            return ""
        self._pages += 1
        label = f"h{self._pages}"
        try:
            self._ask(label, "CHATHISTORY", *params)
        except ValueError:
            return ""  # a name of the server's making
        self.requests.add(Paging(label, where))
        self.wait_for(Due.HISTORY, label)
        return label

    def targets(self, since: datetime) -> bool:
        """Ask where something was said since then: TargetsRead follows; not if this is False."""
        if not self.keeps_history:
            return False
        self._pages += 1
        label = f"t{self._pages}"
        count = str(self.supports.history_page or _TARGETS)
        selectors = (f"timestamp={stamp(since)}", f"timestamp={_FOREVER}")
        self._ask(label, "CHATHISTORY", "TARGETS", *selectors, count)
        self.requests.add(Targeting(label))
        self.wait_for(Due.HISTORY, label)
        return True

    def write(self, command: str, *params: str, trailing: bool = False) -> bool:
        """Put a line out; return whether it can be one."""
        try:
            self.put(command, *params, trailing=trailing)
        except ValueError:
            return False
        return True

    def answer(self, label: str) -> list[Report]:
        """The answer to a request is whole: return it."""
        request = self.requests.finish(label)
        match request:
            case Saying():
                self.timers.clear(Due.ACKNOWLEDGE)
                if self.requests.oldest(Saying) is not None:
                    self.wait_for(Due.ACKNOWLEDGE)
                return [Answered(request.ticket, request.code, request.fault)]
            case Paging():
                self.timers.clear(Due.HISTORY, label)
                said, code, fault = tuple(request.said), request.code, request.fault
                return [
                    PageRead(label, said, request.count, request.first, request.last, code, fault)
                ]
            case Targeting():
                self.timers.clear(Due.HISTORY, label)
                return [TargetsRead(tuple(request.rows))]
        return []

    def answered(self, due: Due, subject: str = "") -> bool:
        """What was awaited has come; return whether it was awaited."""
        return self.timers.clear(due, fold(subject))

    def wait_for(self, due: Due, subject: str = "") -> None:
        """Be as patient as is right for `due`, from now on."""
        self.timers.set(due, self._clock() + PATIENCE_S[due], subject)

    def put(
        self,
        command: str,
        *params: str,
        trailing: bool = False,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Put a line out; raises ValueError if it cannot be one."""
        self._output.append(format_line(command, *params, tags=tags, trailing=trailing))

    def _ask_lines(
        self, label: str, command: str, where: str, text: str, tags: Mapping[str, str]
    ) -> None:
        labelled = self.has("labeled-response")
        tags = {"label": label, **tags} if labelled else tags
        self._output += lines_of(label, command, where, text, tags)
        if not labelled:
            self.put("PING", label)

    def _ask(
        self,
        label: str,
        command: str,
        *params: str,
        trailing: bool = False,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        if self.has("labeled-response") and self.has("batch"):
            self.put(command, *params, tags={"label": label, **(tags or {})}, trailing=trailing)
            return
        self.put(command, *params, tags=tags, trailing=trailing)
        # PONG comes after all that the request caused.
        self.put("PING", label)
