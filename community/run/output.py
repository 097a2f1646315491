"""What the children say: everything into one JSON file per process, to the terminal only what a person should see."""

import json
import sys
from collections import defaultdict, deque
from logging import LogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, Self, TextIO

import orjson

_SEVERE = {"warning", "error", "critical"}
_FOR_PEOPLE = {"sms"}  # one-time codes of a development system are read off the terminal
_COLOURS = ("36", "35", "34", "32", "33")
_RED, _DIM = "31", "2"
_FILE_BYTES, _FILES = 10_000_000, 3
_REMEMBERED = 20  # lines per process, told when it cannot be started


class Output:
    """Takes lines from children by name. One per launcher; not thread-safe, the event loop is its only user."""

    def __init__(self, folder: Path, terminal: TextIO | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._terminal = terminal or sys.stderr
        self._colourful = self._terminal.isatty()
        self._files: dict[str, RotatingFileHandler] = {}
        self._recent: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=_REMEMBERED))

    def take(self, name: str, line: str) -> str:
        """Keep one line and show it if a person should see it; returns the name of its event."""
        event = self.keep(name, line)
        if event.get("level") in _SEVERE or event.get("event") in _FOR_PEOPLE:
            self._print(name, _readable(event), severe=event.get("level") in _SEVERE - {"warning"})
        return str(event.get("event", ""))

    def keep(self, name: str, line: str) -> dict[str, Any]:
        """Write one line to the file of its process, without showing it; returns it as an event."""
        event = parse(name, line)
        self._file(name).emit(_record(orjson.dumps(event).decode()))
        self._recent[name].append(_readable(event))
        return event

    def say(self, text: object) -> None:
        """Print a line of the launcher's own."""
        print(text, file=self._terminal, flush=True)

    def recent(self, name: str) -> list[str]:
        """The last lines of a process, oldest first."""
        return list(self._recent[name])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for file in self._files.values():
            file.close()

    def _print(self, name: str, text: str, *, severe: bool) -> None:
        colour = _COLOURS[sum(name.encode()) % len(_COLOURS)]
        print(self._paint(f"{name:<11}│", colour), self._paint(text, _RED) if severe else text, file=self._terminal, flush=True)

    def _paint(self, text: str, colour: str) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self._colourful else text

    def _file(self, name: str) -> RotatingFileHandler:
        if name not in self._files:
            path = self._folder / f"{name}.log"
            self._files[name] = RotatingFileHandler(path, maxBytes=_FILE_BYTES, backupCount=_FILES, encoding="utf-8")
        return self._files[name]


def parse(name: str, line: str) -> dict[str, Any]:
    """The event in a line: our processes write JSON; a stranger's line, or a traceback, is wrapped."""
    try:
        event = json.loads(line)
    except ValueError:
        event = None
    if isinstance(event, dict):
        return event
    return {"event": line, "process": name, "level": _level(line)}


def _level(line: str) -> str:
    """Mosquitto says what kind a line is; anything else that is not JSON was not meant to be said, so a person should see it."""
    if "Mosquitto should not be run as root" in line or ": mosquitto version" in line:
        return "info"
    return "error" if "Error" in line else "warning"


def _readable(event: dict[str, Any]) -> str:
    hidden = {"event", "level", "timestamp", "process", "logger", "exception", "trace"}
    details = " ".join(f"{key}={value}" for key, value in event.items() if key not in hidden)
    exception = f"\n{event['exception']}" if event.get("exception") else ""
    return f"{event.get('event', '')} {details}".rstrip() + exception


def _record(message: str) -> LogRecord:
    return LogRecord("linli", 20, "", 0, message, None, None)
