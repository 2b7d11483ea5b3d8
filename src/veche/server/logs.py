"""What operators read on standard error: text on a terminal, JSON lines for machines.

Owns the setup of logging, our own and that of libraries. Nothing that a user
chose may move the terminal it is printed on.
"""

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

FORMATS = ("text", "json")

_CONTROLS = {
    code: f"\\x{code:02x}"
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
# Tracebacks are ours and have lines.
_KEEP_LINES = {**_CONTROLS, 0x0A: "\n"}


def without_controls(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Spell out control characters and bidi overrides in every value."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = value.translate(_KEEP_LINES if key == "exception" else _CONTROLS)
    return event


def set_up(form: str, stream: TextIO | None = None) -> None:
    """Log to `stream` (standard error) from here on, in one of FORMATS."""
    stream = stream or sys.stderr
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_controls,
    ]
    rendered: list[Processor]
    if form == "json":
        rendered = [structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        colors = stream.isatty()
        rendered = [structlog.dev.ConsoleRenderer(colors=colors, pad_event_to=0)]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendered],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
