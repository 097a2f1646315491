"""Starts everything in order, watches it, and ends it in the opposite order."""

import asyncio
from collections.abc import Iterable
from socket import socket

from community.core.settings import Settings
from community.run import once, ports
from community.run.child import Child, Program
from community.run.output import Output
from community.run.programs import Programs
from community.run.text import LaunchError

_PATIENCE = 180.0  # seconds until everything must be ready; an idle machine needs five
_HOPELESS = 3  # crashes in a row during the start


class Launcher:
    """One run: `await start()`, then `await stop()`, which may come at any time, also in the middle of the start."""

    def __init__(self, settings: Settings, output: Output) -> None:
        self._settings = settings
        self._output = output
        self._programs = Programs(settings)
        self._children: list[Child] = []

    def claim_ports(self) -> socket:
        """Take the web port and make sure that the others are free; raises LaunchError that names port and setting."""
        settings = self._settings
        listener = ports.listen(settings.bind, settings.port, "LINLI_PORT")
        if not settings.mqtt_url:
            ports.require_free(settings.mqtt_bind, settings.mqtt_port, "LINLI_MQTT_PORT")
            ports.require_free("127.0.0.1", settings.mqtt_port + 1, "LINLI_MQTT_PORT")
        return listener

    async def start(self, listener: socket) -> None:
        """Broker and database side by side, then workers and web, then the simulator, which signs in over both."""
        self._programs.forget_metrics()
        broker = self._programs.broker()
        try:
            async with asyncio.TaskGroup() as first:
                first.create_task(self._bring_up([broker] if broker else []))
                first.create_task(self._prepare_database())
        except* LaunchError as failed:
            raise failed.exceptions[0] from None
        settings = self._settings
        workers = [self._programs.worker(n + 1) for n in range(settings.workers)]
        webs = [self._programs.web(n + 1, listener.fileno()) for n in range(settings.web_processes)]
        await self._bring_up([*workers, *webs])
        if settings.simulator == "on":
            await self._bring_up([self._programs.simulator()])

    async def stop(self) -> None:
        """End what talks before what listens: simulator and web, workers, broker at last. Takes ten seconds at most."""
        order = ("simulator", "web"), ("worker",), ("broker",)
        for names in order:
            ending = [child for child in self._children if child.program.name.startswith(names)]
            await asyncio.gather(*(child.stop() for child in ending))

    async def _prepare_database(self) -> None:
        await once.run(self._programs.database(), self._output)

    async def _bring_up(self, programs: Iterable[Program]) -> None:
        children = [Child(program, self._output) for program in programs]
        self._children += children
        for child in children:
            await self._until_ready(child)

    async def _until_ready(self, child: Child) -> None:
        name = child.program.name
        deadline = asyncio.get_running_loop().time() + _PATIENCE
        while not child.ready.is_set():
            if child.crashes >= _HOPELESS or asyncio.get_running_loop().time() > deadline:
                for line in self._output.recent(name):
                    self._output.say(line)
                log = self._settings.data / "log" / f"{name}.log"
                raise LaunchError(f"{name} 无法启动，完整日志在 {log}", f"{name} does not start; the whole log is in {log}")
            await asyncio.sleep(0.05)
