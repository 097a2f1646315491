"""Entry: `python3 -m scripts.bootstrap TARGET` with TARGET one of run, test, dev, web."""

import fcntl
import os
import sys
from typing import NamedTuple

from scripts.bootstrap import python_env, system, web
from scripts.bootstrap.console import Text, fail, log_folder


class Needs(NamedTuple):
    """What a target needs besides the virtual environment."""

    broker: bool = False
    tests: bool = False
    web: bool = False
    web_modules: bool = False


TARGETS = {
    "run": Needs(broker=True, web=True),
    "test": Needs(broker=True, tests=True, web=True, web_modules=True),
    "dev": Needs(),
    "web": Needs(web=True, web_modules=True),
}


def main(arguments: list[str]) -> None:
    """Install what the target needs, one process at a time per clone."""
    if len(arguments) != 1 or arguments[0] not in TARGETS:
        fail(Text(f"用法：python3 -m scripts.bootstrap {'|'.join(TARGETS)}", f"Usage: … bootstrap {'|'.join(TARGETS)}"))
    with (log_folder() / "bootstrap.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        prepare(TARGETS[arguments[0]])


def prepare(needs: Needs) -> None:
    """System packages first: the virtual environment may need one of them."""
    own_broker = needs.broker and not os.environ.get("LINLI_MQTT_URL")
    system.install(system.missing(broker=own_broker, tests=needs.tests))
    python_env.ensure()
    if (web.WEB / "package.json").is_file():
        if needs.web_modules:
            web.ensure_modules()
        if needs.web:
            web.ensure_built()


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
