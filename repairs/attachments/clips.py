"""Voice notes and videos: their limits, and the transcoder that is run for each in a process of its own."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any, NamedTuple

from community.core.clock import monotonic
from repairs.attachments.errors import MediumBusy, refusal

MEGABYTE = 2**20
TRANSCODER = Path(__file__).with_name("transcoder.py")
PIXELS = 4096 * 2304  # what phones call 4K, in either direction


class Stopped(Exception):
    """The process that waits for the clip has to end."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What the transcoder shall do and how far it may go. `patience` bounds its time on the clock, in seconds."""

    kind: str
    film: bool
    look_only: bool = False
    seconds: int
    pixels: int = PIXELS
    processor_seconds: int
    memory_bytes: int
    output_bytes: int
    patience: int


# On one core of a small server, 60 s of speech take 0.5 s and 30 s of 1080p film 13 s; 4K takes some four times as long.
VOICE = Order(
    kind="voice", film=False, seconds=60, processor_seconds=10, memory_bytes=1024 * MEGABYTE, output_bytes=4 * MEGABYTE, patience=20
)
VIDEO = Order(
    kind="video",
    film=True,
    seconds=30,
    processor_seconds=100,
    memory_bytes=2048 * MEGABYTE,
    output_bytes=32 * MEGABYTE,
    patience=150,
)
LOOK = replace(VIDEO, look_only=True, processor_seconds=10, patience=20)
MOST_BYTES = {"voice": 5 * MEGABYTE, "video": 60 * MEGABYTE}
# People wait for these; two at a time keep a web process from crowding out its own requests.
_places = threading.BoundedSemaphore(2)


class Measures(NamedTuple):
    """How long a clip is, in seconds, and how large its picture, in pixels (0 for sound)."""

    seconds: float
    width: int
    height: int


def now_or_never(order: Order, source: IO[bytes], folder: Path) -> Measures:
    """Run the transcoder for somebody who waits; raises what `run` does, and MediumBusy when there is no place in time."""
    if not _places.acquire(timeout=order.patience):
        raise MediumBusy(retry_after=5)
    try:
        return run(order, source, folder)
    except subprocess.TimeoutExpired:
        raise MediumBusy(retry_after=10) from None
    finally:
        _places.release()


def run(order: Order, source: IO[bytes], folder: Path, stopped: Callable[[], bool] = lambda: False) -> Measures:
    """Have the source, a file of the operating system, made into `clip.mp4` (and `poster.png`) in the folder.

    Raises one of the refusals, subprocess.TimeoutExpired when patience is over, and Stopped soon after `stopped()` is true.
    """
    command = [sys.executable, "-I", str(TRANSCODER), json.dumps(asdict(order)), str(folder)]
    with subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder) as child:  # noqa: S603 - our own program
        try:
            said = _await(child, order, stopped)
        finally:
            child.kill()
    if child.returncode:  # the kernel has ended it at one of its bounds, or it could not get more memory
        raise refusal("too_lavish", order.kind)
    return _measures(order, json.loads(said))


def _await(child: subprocess.Popen[bytes], order: Order, stopped: Callable[[], bool]) -> bytes:
    until = monotonic() + order.patience
    while True:
        try:
            return child.communicate(timeout=0.5)[0]
        except subprocess.TimeoutExpired:
            if stopped():
                raise Stopped from None
            if monotonic() > until:
                raise


def _measures(order: Order, said: dict[str, Any]) -> Measures:
    if why := said.get("refused"):
        raise refusal(why, order.kind, most=order.seconds)
    return Measures(said["seconds"], said["width"], said["height"])
