"""A step of the start that runs to its end."""

import asyncio
import os
import signal
from asyncio.subprocess import PIPE, STDOUT
from contextlib import suppress
from functools import partial

from community.run.child import Program
from community.run.orphans import end_with_parent
from community.run.output import Output
from community.run.text import LaunchError

EX_OPERATOR = 78  # EX_CONFIG of sysexits.h: the step's last line tells the operator what to do


async def run(program: Program, output: Output) -> None:
    """Run a program with its lines in the log; raises LaunchError if it fails.

    A step that ends with EX_OPERATOR has said why in its last line; of any other the last lines are shown.
    """
    name = program.name
    process = await asyncio.create_subprocess_exec(
        *program.command(),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=PIPE,
        stderr=STDOUT,
        env={**os.environ, **program.env},
        process_group=0,
        preexec_fn=partial(end_with_parent, signal.SIGKILL, os.getpid()),
    )
    try:
        said, _ = await process.communicate()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    lines = said.decode(errors="replace").splitlines()
    for line in lines:
        output.keep(name, line)
    if process.returncode == EX_OPERATOR and lines:
        raise LaunchError(lines[-1], lines[-1])
    if process.returncode != 0:
        for line in lines[-30:]:
            output.say(line)
        raise LaunchError(f"{name} 失败（退出码 {process.returncode}）", f"{name} failed with exit status {process.returncode}")
