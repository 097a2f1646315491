"""Structured logs. One id (`trace`) follows a request through the outbox to the device and back."""

import logging
import sys
from contextlib import AbstractContextManager
from typing import Any

import orjson
import structlog

from community.core.ids import new_id
from community.core.settings import Settings


def get_logger(name: str) -> Any:
    """Return a logger; events are snake_case facts, details are keyword arguments. No personal data."""
    return structlog.get_logger(name)


class Stderr(logging.Handler):
    """Writes to whatever stderr is at the moment; it may be redirected after the start, as in tests."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except Exception:
            self.handleError(record)


def configure_logging(settings: Settings, process: str) -> None:
    """Send our logs and the libraries' warnings to stderr, as JSON lines or for eyes."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    last: Any = structlog.dev.ConsoleRenderer() if settings.log_format == "console" else _json_line
    handler = Stderr()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _with_process(process), last],
            foreign_pre_chain=shared,
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level.upper())
    for noisy in ("apscheduler", "uvicorn.access", "asyncio", "mqtt"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def trace() -> str:
    """Return the id that joins what happens now; empty outside of any request, event or message."""
    return str(structlog.contextvars.get_contextvars().get("trace", ""))


def tracing(value: str | None) -> AbstractContextManager[None]:
    """Join everything in this block under one id; draws a new one for None."""
    return structlog.contextvars.bound_contextvars(trace=value or new_id().hex)


def _json_line(_logger: Any, _method: str, event: dict[str, Any]) -> str:
    try:
        return orjson.dumps(event, default=str).decode()
    except TypeError:  # a number beyond 64 bits, half a character: rather an ugly value than no line
        return orjson.dumps({name: _printable(value) for name, value in event.items()}).decode()


def _printable(value: Any) -> Any:
    try:
        orjson.dumps(value, default=str)
    except TypeError:
        return ascii(value)
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _with_process(process: str) -> Any:
    def add(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
        return event | {"process": process}

    return add
