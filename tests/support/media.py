"""Makes recordings as phones and browsers might send them, and some that nobody should."""

import io
import math
import struct
import tempfile
from array import array
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from PIL import Image

RATE = 48_000


def voice(seconds: float = 0.5, codec: str = "libopus", container: str = "webm", **metadata: str) -> bytes:
    """Return a hum of 440 Hz."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as out:
        out.metadata.update(metadata)
        _hum(out, codec, seconds)
    return file.getvalue()


def video(
    seconds: float = 0.4,
    size: tuple[int, int] = (64, 48),
    codec: str = "libx264",
    container: str = "mp4",
    sound: str | None = "aac",
    index_first: bool = False,
    **metadata: str,
) -> bytes:
    """Return a film of ten pictures a second, red in its left half and white in the other, with a hum."""
    # To put the index first, FFmpeg reads again what it has written: that needs a file with a name.
    options = {"movflags": "faststart"} if index_first else {}
    with tempfile.NamedTemporaryFile() as file, av.open(file.name, "w", format=container, options=options) as out:
        out.metadata.update(metadata)
        film = out.add_stream(codec, rate=10)
        film.width, film.height, film.pix_fmt = *size, "yuv420p"
        image = Image.new("RGB", size, "white")
        image.paste((200, 0, 0), (0, 0, size[0] // 2, size[1]))
        packets = []
        for number in range(max(1, round(seconds * 10))):
            frame = av.VideoFrame.from_image(image)
            frame.pts, frame.time_base = number, Fraction(1, 10)
            packets += film.encode(frame)
        out_sound = out.add_stream(sound, rate=RATE, layout="mono") if sound else None
        for packet in (*packets, *film.encode(None)):
            out.mux(packet)
        if out_sound is not None:
            _encode_hum(out, out_sound, seconds)
        out.close()
        return Path(file.name).read_bytes()


def _hum(out: Any, codec: str, seconds: float) -> None:
    _encode_hum(out, out.add_stream(codec, rate=RATE, layout="mono"), seconds)


def _encode_hum(out: Any, stream: Any, seconds: float) -> None:
    if not stream.codec_context.is_open:
        stream.codec_context.open()
    size = stream.codec_context.frame_size or 960
    wave = array("f", (0.3 * math.sin(2 * math.pi * 440 * n / RATE) for n in range(size)))
    for number in range(math.ceil(seconds * RATE / size)):
        frame = av.AudioFrame(format=stream.codec_context.format.name, layout="mono", samples=size)
        frame.sample_rate, frame.pts, frame.time_base = RATE, number * size, Fraction(1, RATE)
        frame.planes[0].update(_as(frame.format.name, wave))
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


def _as(kind: str, wave: "array[float]") -> bytes:
    if kind.startswith("s16"):
        return array("h", (int(value * 32767) for value in wave)).tobytes()
    return wave.tobytes()


def patched(content: bytes, at: int, new: bytes) -> bytes:
    """Return the content with these bytes in place of what stands there."""
    return content[:at] + new + content[at + len(new) :]


def said_to_last(content: bytes, seconds: int) -> bytes:
    """Return a WebM whose header lies about how long it is."""
    duration = content.index(b"\x44\x89\x88") + 3  # element Duration, eight bytes, in milliseconds
    return patched(content, duration, struct.pack(">d", seconds * 1000))


def said_to_measure(content: bytes, width: int, height: int) -> bytes:
    """Return a WebM whose header lies about the picture's size."""
    for element, side in ((b"\xb0\x82", width), (b"\xba\x82", height)):  # PixelWidth and PixelHeight, two bytes
        content = patched(content, content.index(element) + 2, side.to_bytes(2, "big"))
    return content


def turned(content: bytes) -> bytes:
    """Return an MP4 to be shown a quarter clockwise, as a phone held upright records it."""
    at = content.index(b"tkhd") + 4 + 40
    one = 0x10000
    matrix = [0, one, 0, 0xFFFF0000, 0, 0, 0, 0, 0x40000000]
    return patched(content, at, b"".join(number.to_bytes(4, "big") for number in matrix))
