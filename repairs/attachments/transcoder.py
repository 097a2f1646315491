"""Decodes a stranger's sound or film once, within limits, and writes it anew. A program of its own, never imported.

FFmpeg's parsers meet content that anybody may have made; so they run in a process without a database, without secrets and with
bounds from the kernel on processor time, memory and output. `clips` starts it as `transcoder.py ORDER FOLDER`: the file is its
standard input, so that nothing it says can name another; the clip goes into the folder, and one line of JSON to standard
output: `{"seconds": …, "width": …, "height": …}` or `{"refused": why}`. ORDER is JSON, with the fields of `clips.Order`.
"""

import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream

SOUND_CODECS = {"aac", "opus", "vorbis", "mp3", "mp3float", "amrnb"}
FILM_CODECS = {"h264", "hevc", "vp8", "vp9", "av1", "libdav1d"}
STREAMS = 16  # a phone adds tracks of its own (motion, depth); they are left out
BROKEN_PACKETS = 0.1  # a recording that stops abruptly ends in a broken one; more than one in ten is no recording
SOUND_RATE = 48_000
FRAMES_PER_SECOND = 30
TICKS = Fraction(1, 90_000)
PR_SET_PDEATHSIG = 1


class RefusedError(Exception):
    """The content will not be taken; the argument says why, in the words that `clips.REFUSALS` knows."""


def confine(order: dict[str, Any]) -> None:
    """Give way to people's requests, end with the starter, and let the kernel watch the bounds."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    os.nice(10)
    bounds = {
        resource.RLIMIT_CPU: order["processor_seconds"],
        resource.RLIMIT_AS: order["memory_bytes"],
        resource.RLIMIT_FSIZE: order["output_bytes"],
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 32,
    }
    for kind, bound in bounds.items():
        resource.setrlimit(kind, (bound, bound))


def container_of(head: bytes) -> str:
    """Return the one demuxer that the first bytes stand for: no probing, so no playlist and nothing that names other files."""
    if head[4:8] == b"ftyp":
        return "mov"
    if head[:4] == b"\x1aE\xdf\xa3":
        return "matroska"
    if head[:4] == b"OggS":
        return "ogg"
    if head[:3] == b"ID3" or (head[:1] == b"\xff" and head[1:2] in (b"\xfb", b"\xf3", b"\xf2")):
        return "mp3"
    if head[:1] == b"\xff" and head[1:2] in (b"\xf1", b"\xf9"):
        return "aac"
    raise RefusedError("unsupported")


class Source:
    """The file: its streams that are used, and its frames within the limits."""

    def __init__(self, container: InputContainer, order: dict[str, Any]) -> None:
        self._container = container
        self._order = order
        self.sound = self._usable(container.streams.audio, SOUND_CODECS)
        self.film = self._usable(container.streams.video, FILM_CODECS) if order["film"] else None
        self._insist()

    def _usable(self, streams: Iterable[Any], codecs: set[str]) -> Any:
        return next((s for s in streams if s.codec_context is not None and s.codec_context.name in codecs), None)

    def _insist(self) -> None:
        if len(self._container.streams) > STREAMS:
            raise RefusedError("unsupported")
        if self._order["film"] and self.film is None:
            raise RefusedError("unsupported" if self._container.streams.video else "no_picture")
        if not self._order["film"] and self.sound is None:
            raise RefusedError("unsupported" if self._container.streams.audio else "no_sound")
        if self.said > self._order["seconds"] + 1:  # what is said is rounded and counts silence; what is there is judged below
            raise RefusedError("too_long")
        if self.film is not None:
            self._insist_on_size(self.film.codec_context.width, self.film.codec_context.height)
        for stream in self.used:
            stream.codec_context.thread_count = 1
            stream.codec_context.options = {"max_pixels": str(self._order["pixels"])}

    def _insist_on_size(self, width: int, height: int) -> None:
        if not width or not height:
            raise RefusedError("damaged")
        if width * height > self._order["pixels"]:
            raise RefusedError("too_many_pixels")

    @property
    def used(self) -> list[Any]:
        """The streams that are decoded."""
        return [stream for stream in (self.film, self.sound) if stream is not None]

    @property
    def said(self) -> float:
        """How long the file says it is, in seconds; 0 if it says nothing, as recordings of browsers do."""
        return max(0.0, (self._container.duration or 0) / av.time_base)

    def frames(self) -> Iterator[tuple[av.VideoFrame | av.AudioFrame, float]]:
        """Yield every frame with its time in seconds; what is longer or larger than allowed, or mostly broken, is refused."""
        packets = broken = 0
        start: float | None = None
        samples = 0
        for packet in self._container.demux(self.used):
            packets += 1
            try:
                decoded = packet.decode()
            except FFmpegError:
                broken += 1
                continue
            for frame in decoded:
                if not isinstance(frame, av.VideoFrame | av.AudioFrame):
                    continue
                at = frame.time or 0.0
                start = at if start is None else min(start, at)
                played = at - start
                if isinstance(frame, av.VideoFrame):
                    self._insist_on_size(frame.width, frame.height)
                else:
                    samples += frame.samples
                    played = max(played, samples / (frame.sample_rate or SOUND_RATE))
                if played > self._order["seconds"] + 0.5:
                    raise RefusedError("too_long")
                yield frame, at - start
        if broken > max(1, packets * BROKEN_PACKETS):
            raise RefusedError("damaged")


class Clip:
    """What is written: AAC in an MP4 container, with H.264 of at most 1280 × 720 if it is a film; nothing else."""

    def __init__(self, out: OutputContainer, source: Source, folder: Path) -> None:
        self._out = out
        self._folder = folder
        self._film: VideoStream | None = None
        self._sound: AudioStream | None = None
        self._resampler = av.AudioResampler(format="fltp", layout="mono", rate=SOUND_RATE, frame_size=1024)
        self._samples = -1
        self._due = 0.0
        self._shown = -1
        self._inner = (0, 0)
        self._posed, self._posed_at = False, 0.0
        self._turn: av.filter.Graph | None = None
        self._counts: dict[int, int] = {}
        self.seconds = 0.0
        if source.film is not None:
            self._film = out.add_stream("libx264", rate=FRAMES_PER_SECOND)
        if source.sound is not None:
            self._sound = out.add_stream("aac", rate=SOUND_RATE, layout="mono")
            self._sound.bit_rate = 48_000 if source.film is None else 64_000

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels as people see it; zero for sound."""
        return (self._film.width, self._film.height) if self._film is not None else (0, 0)

    def hear(self, frame: av.AudioFrame, at: float) -> None:
        """Add sound. Its samples are counted, not believed, from where the first one lies."""
        if self._sound is None:
            return
        if self._samples < 0:
            self._samples = round(at * SOUND_RATE)
        frame.pts = None
        self._write_sound(self._resampler.resample(frame))

    def _write_sound(self, frames: Iterable[av.AudioFrame]) -> None:
        assert self._sound is not None
        for frame in frames:
            frame.pts, frame.time_base = self._samples, Fraction(1, SOUND_RATE)
            self._samples += frame.samples
            self._counts[self._sound.index] = self._counts.get(self._sound.index, 0) + 1
            self._out.mux(self._sound.encode(frame))

    def show(self, frame: av.VideoFrame, at: float) -> None:
        """Add a picture, upright; more than thirty a second are not needed, and none comes before the one before."""
        assert self._film is not None
        if at < self._due:
            return
        if self._shown < 0:
            self._begin(frame)
        self._due = max(self._due, at - 1 / FRAMES_PER_SECOND) + 1 / FRAMES_PER_SECOND
        picture = self._upright(frame.reformat(*self._inner, format="yuv420p"))
        picture.pts, picture.time_base = max(self._shown + 1, round(at / TICKS)), TICKS
        self._shown = picture.pts
        self._pose(picture, at)
        self._counts[self._film.index] = self._counts.get(self._film.index, 0) + 1
        self.seconds = max(self.seconds, at)
        self._out.mux(self._film.encode(picture))

    def _pose(self, picture: av.VideoFrame, at: float) -> None:
        """Keep the first picture after half a second, when the hand is still, or the first at all, to stand for the film."""
        if not self._posed or (at >= 0.5 and self._posed_at < 0.5):
            self._posed, self._posed_at = True, at
            picture.to_image().save(self._folder / "poster.png", "PNG")  # type: ignore[no-untyped-call]

    def _begin(self, frame: av.VideoFrame) -> None:
        """Settle the size by the first picture: at most 1280 on the longer and 720 on the shorter side, never more than it has."""
        assert self._film is not None
        scale = min(1, 1280 / max(frame.width, frame.height), 720 / min(frame.width, frame.height))
        width, height = (max(16, round(side * scale / 2) * 2) for side in (frame.width, frame.height))
        self._inner = (width, height)
        quarter = frame.rotation % 360
        filters = {90: ["cclock"], 180: ["clock", "clock"], 270: ["clock"]}.get(quarter, [])
        if filters:
            self._turn = _turner(width, height, filters)
        film = self._film
        film.width, film.height = (height, width) if len(filters) == 1 else (width, height)
        film.pix_fmt = "yuv420p"
        film.codec_context.time_base = TICKS
        film.codec_context.thread_count = 1
        film.codec_context.options = {"preset": "veryfast", "crf": "26", "maxrate": "2500k", "bufsize": "5000k"}

    def _upright(self, picture: av.VideoFrame) -> av.VideoFrame:
        if self._turn is None:
            return picture
        picture.pts = None
        self._turn.push(picture)
        turned = self._turn.pull()
        assert isinstance(turned, av.VideoFrame)
        return turned

    def finish(self) -> None:
        """Write what the encoders still hold; a stream of which nothing could be decoded makes the whole no clip."""
        for stream in (self._film, self._sound):
            if stream is not None and not self._counts.get(stream.index):
                raise RefusedError("damaged")
        if self._sound is not None:
            self._write_sound(self._resampler.resample(None))
            self._out.mux(self._sound.encode(None))
            self.seconds = max(self.seconds, self._samples / SOUND_RATE)
        if self._film is not None:
            self._out.mux(self._film.encode(None))


def _turner(width: int, height: int, directions: list[str]) -> av.filter.Graph:
    graph = av.filter.Graph()
    nodes = [graph.add_buffer(width=width, height=height, format=av.VideoFormat("yuv420p", width, height), time_base=TICKS)]
    nodes += [graph.add("transpose", direction) for direction in directions]
    graph.link_nodes(*nodes, graph.add("buffersink")).configure()
    return graph


def probe(container: InputContainer, order: dict[str, Any]) -> dict[str, Any]:
    """Judge what the file says of itself, without decoding it."""
    source = Source(container, order)
    return {"seconds": source.said, "width": 0, "height": 0}


def transcode(container: InputContainer, order: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Write the clip, and for a film its picture, into the folder."""
    source = Source(container, order)
    with av.open(str(folder / "clip.mp4"), "w", format="mp4", options={"movflags": "faststart"}) as out:
        clip = Clip(out, source, folder)
        for frame, at in source.frames():
            if isinstance(frame, av.VideoFrame):
                clip.show(frame, at)
            else:
                clip.hear(frame, at)
        clip.finish()
    if source.said - clip.seconds > max(1.0, source.said / 10):
        raise RefusedError("damaged")  # the rest is missing
    return {"seconds": clip.seconds, "width": clip.size[0], "height": clip.size[1]}


def work(order: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Do what is ordered with the file on standard input; what FFmpeg cannot make sense of is damaged."""
    with open(0, "rb", closefd=False) as file:
        file.seek(0)
        kind = container_of(file.read(16))
        file.seek(0)
        try:
            with av.open(file, "r", format=kind, metadata_errors="replace") as container:
                return probe(container, order) if order["look_only"] else transcode(container, order, folder)
        except RefusedError:
            raise
        except (FFmpegError, ValueError, OverflowError, StopIteration):
            raise RefusedError("damaged") from None


def main() -> None:
    """Run as a program."""
    order = json.loads(sys.argv[1])
    confine(order)
    av.logging.set_level(None)
    try:
        answer = work(order, Path(sys.argv[2]))
    except RefusedError as refusal:
        answer = {"refused": str(refusal)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
