"""One child process and its life: started, read, started again after a crash with growing pauses, ended in order."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from community.run.orphans import end_with_parent
from community.run.output import Output
from community.run.text import Text

_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 10.0  # seconds between a crash and the next start, doubling
_STEADY = 10.0  # seconds of life after which a crash counts as the first again
_PROBE_PAUSE = 0.1
_LONGEST_LINE = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Program:
    """What to run. `command` is asked before each start. Ready: when `probe` says so, or `ready_event` is logged, or at once."""

    name: str
    command: Callable[[], Sequence[str]]
    env: Mapping[str, str] = field(default_factory=dict)
    sockets: tuple[int, ...] = ()
    probe: Callable[[], Awaitable[bool]] | None = None
    ready_event: str = ""
    patience: float = 4.0  # seconds from SIGTERM to SIGKILL
    orphan_signal: signal.Signals = signal.SIGKILL
    on_exit: Callable[[int], None] = lambda pid: None


class Child:
    """Keeps one program running until `stop`."""

    def __init__(self, program: Program, output: Output) -> None:
        self.program = program
        self.ready = asyncio.Event()
        self.crashes = 0  # in a row
        self._output = output
        self._stopping = asyncio.Event()
        self._process: Process | None = None
        self._task = asyncio.create_task(self._keep(), name=program.name)

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def stop(self) -> None:
        """End the process: SIGTERM, and SIGKILL to its whole group if it takes too long."""
        self._stopping.set()
        self._signal(signal.SIGTERM)
        done, _ = await asyncio.wait({self._task}, timeout=self.program.patience)
        if not done:
            self._signal(signal.SIGKILL)
            await self._task

    async def _keep(self) -> None:
        while not self._stopping.is_set():
            started = time.monotonic()
            how = await self._live()
            if self._stopping.is_set():
                return
            self.crashes = 1 if time.monotonic() - started > _STEADY else self.crashes + 1
            pause = min(_FIRST_PAUSE * 2 ** (self.crashes - 1), _LONGEST_PAUSE)
            name = self.program.name
            self._output.say(
                Text(f"! {name} 意外结束（{how}），{pause:g} 秒后重新启动", f"! {name} ended ({how}); again in {pause:g} s")
            )
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    async def _live(self) -> str:
        """Start the process and return how it ended, when nothing of it is left."""
        try:
            process, reading = await self._start()
        except (OSError, ValueError) as error:
            self._output.take(self.program.name, str(error))
            return type(error).__name__
        self._process = process
        if self._stopping.is_set():
            self._signal(signal.SIGTERM)
        watching = asyncio.create_task(self._watch())
        await process.wait()
        watching.cancel()
        self.ready.clear()
        _kill_group(process.pid)  # what it started itself; that also closes the pipe
        await reading
        self.program.on_exit(process.pid)
        return _ending(process.returncode or 0)

    async def _start(self) -> tuple[Process, asyncio.Task[None]]:
        """Start the process and begin to read what it says."""
        reads, writes = os.pipe()  # one of our own: asyncio's would make `wait` wait for grandchildren as well
        try:
            process = await asyncio.create_subprocess_exec(
                *self.program.command(),
                stdin=DEVNULL,
                stdout=writes,
                stderr=STDOUT,
                env={**os.environ, **self.program.env},
                pass_fds=self.program.sockets,
                process_group=0,  # Ctrl-C is for the launcher, which ends its children in order
                preexec_fn=partial(end_with_parent, self.program.orphan_signal, os.getpid()),
            )
        except BaseException:
            os.close(reads)
            raise
        finally:
            os.close(writes)
        return process, asyncio.create_task(self._lines(reads))

    async def _lines(self, pipe: int) -> None:
        """Take in lines until the process and all that it started are gone."""
        stream = asyncio.StreamReader(_LONGEST_LINE)
        protocol = asyncio.StreamReaderProtocol(stream)
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, os.fdopen(pipe, "rb", 0))
        while True:
            try:
                line = await stream.readline()
            except ValueError:  # longer than anybody will read
                continue
            if not line:
                transport.close()
                return
            event = self._output.take(self.program.name, line.decode(errors="replace").rstrip())
            if event and event == self.program.ready_event:
                self.ready.set()

    async def _watch(self) -> None:
        if self.program.probe is None and not self.program.ready_event:
            self.ready.set()
        while self.program.probe is not None and not self.ready.is_set():
            if await self.program.probe():
                self.ready.set()
            else:
                await asyncio.sleep(_PROBE_PAUSE)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is None or self._process.returncode is not None:
            return
        if number == signal.SIGKILL:
            _kill_group(self._process.pid)
        else:
            self._process.send_signal(number)


def python(*arguments: str) -> Callable[[], Sequence[str]]:
    """The command of a program written in Python, run by the interpreter that runs us."""
    return lambda: [sys.executable, *arguments]


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _ending(status: int) -> str:
    if status < 0:
        return signal.Signals(-status).name
    return f"{Text('退出码', 'exit status')} {status}"
