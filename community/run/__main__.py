"""Entry: `python -m community.run`, what `make run` ends in. Exit status 0 after a stop that was asked for."""

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path

from community.core.settings import Settings
from community.core.terminal import OperatorError
from community.run import welcome
from community.run.launcher import Launcher
from community.run.lock import owned
from community.run.orphans import end_with_parent
from community.run.output import Output
from community.run.text import Text, unusable_folder


def main() -> int:
    """Run until SIGINT or SIGTERM; returns the exit status."""
    if "MAKELEVEL" in os.environ:
        end_with_parent(signal.SIGTERM)  # a `make` that is killed takes the community with it
    try:
        settings = Settings.from_env()
        return _launch(replace(settings, data=settings.data.resolve()))
    except OperatorError as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1


def _launch(settings: Settings) -> int:
    try:
        with owned(settings.data), Output(settings.data / "log") as output:
            return asyncio.run(_run(Launcher(settings, output), settings, output))
    except OSError as error:
        if _concerns(error, settings.data):
            raise unusable_folder(settings.data, error) from None
        raise


def _concerns(error: OSError, folder: Path) -> bool:
    """Whether the error is about the folder, something in it, or a folder on the way to it."""
    if not isinstance(error.filename, str):
        return False
    place = Path(error.filename)
    return place.is_relative_to(folder) or folder.is_relative_to(place)


async def _run(launcher: Launcher, settings: Settings, output: Output) -> int:
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    with launcher.claim_ports() as listener:
        try:
            if await _unless(told, launcher.start(listener)):
                output.say(welcome.text(settings, colourful=sys.stderr.isatty()))
            await told.wait()
            output.say(Text("正在停止…", "Stopping…"))
        finally:
            await launcher.stop()
    return 0


async def _unless(told: asyncio.Event, work: Coroutine[None, None, None]) -> bool:
    """Do the work, or give it up when told to stop; whether it was done."""
    working, waiting = asyncio.create_task(work), asyncio.create_task(told.wait())
    await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if not working.done():
        working.cancel()
        await asyncio.wait({working})
        return False
    await working
    return True


if __name__ == "__main__":
    sys.exit(main())
