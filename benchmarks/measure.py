"""Measuring: requests over one kept-alive connection, two contestants in turns, medians and ratios."""

import http.client
import json
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Act = Callable[[], None]


@dataclass(frozen=True)
class Timing:
    """Durations of one contestant, in milliseconds."""

    name: str
    samples: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.samples)

    def percentile(self, share: float) -> float:
        """Return the duration that this share (0..1) of the samples does not exceed."""
        return sorted(self.samples)[min(len(self.samples) - 1, int(len(self.samples) * share))]


def compare(
    contestants: Mapping[str, Act],
    rounds: int,
    block: int = 20,
    warm_up: int = 30,
    pause: float = 0.0,
    clock: Callable[[], float] = time.perf_counter,
) -> list[Timing]:
    """Let the contestants act in turns of `block`, so that whatever else the machine does hits all alike.

    Before each act rest `pause` seconds, so that what an act leaves to be done behind the scenes does not hold up the next.
    `clock` tells seconds; what happens in this process alone may be measured by `time.process_time`, which counts no waiting.
    """
    for act in contestants.values():
        for _ in range(warm_up):
            act()
    samples: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds // block):
        for name, act in contestants.items():
            for _ in range(block):
                time.sleep(pause)
                started = clock()
                act()
                samples[name].append((clock() - started) * 1000)
    return [Timing(name, values) for name, values in samples.items()]


def report(title: str, timings: list[Timing]) -> str:
    """Return a Markdown table; the first contestant is the floor that the others are divided by."""
    floor = timings[0].median
    lines = [f"### {title}", "", "| | median ms | p90 ms | p99 ms | × floor |", "| --- | ---: | ---: | ---: | ---: |"]
    lines += [
        f"| {t.name} | {t.median:.2f} | {t.percentile(0.9):.2f} | {t.percentile(0.99):.2f} | {t.median / floor:.2f} |"
        for t in timings
    ]
    return "\n".join(lines) + "\n"


IDLE = 3.0
"""Seconds after which a connection is not trusted any more: the server closes it after five."""


class Http:
    """A kept-alive HTTP connection that insists on the expected status."""

    def __init__(self, url: str, headers: Mapping[str, str] | None = None) -> None:
        address = urlsplit(url)
        self._connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
        self._headers = {"Content-Type": "application/json", **(headers or {})}
        self._used = 0.0

    def call(self, method: str, path: str, body: Any = None, expect: int = 200, **headers: str) -> Any:
        """Send a request and return the decoded answer."""
        payload = json.dumps(body) if body is not None else None
        if time.monotonic() - self._used > IDLE:
            self._connection.close()
        self._connection.request(method, path, payload, self._headers | headers)
        answer = self._connection.getresponse()
        content = answer.read()
        self._used = time.monotonic()
        if answer.status != expect:
            raise AssertionError(f"{method} {path}: {answer.status} {content[:500]!r}")
        return json.loads(content) if content else None
