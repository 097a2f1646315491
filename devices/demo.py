"""The demo estate's door panels: one at each entrance, with codes that the simulator enrols them with."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson

from community.core.kernel import kernel
from community.core.uow import UnitOfWork
from community.demo.estate import Demo
from devices.models import DeviceKind
from devices.services import create_device, draw_code

MODEL = "Linli Demo Panel"
CODE_LIFETIME = timedelta(days=3650)  # the simulator may be started long after the seed; a real code lives ten minutes


def panels(uow: UnitOfWork, demo: Demo) -> None:
    """Create a panel at every entrance and hand its code to the simulator."""
    entries = [
        _panel(uow, entrance, estate.community.name) for estate in (demo.main, demo.other) for entrance in estate.entrances.values()
    ]
    path = kernel().settings.data / "simulator" / "panels.json"
    uow.after_commit(lambda: _write(path, orjson.dumps(entries, option=orjson.OPT_INDENT_2)))


def _panel(uow: UnitOfWork, entrance: Any, community: str) -> dict[str, str]:
    place = {"community_id": entrance.community_id, "entrance_id": entrance.id}
    device = create_device(uow, kind=DeviceKind.PANEL, name=f"{entrance.label}门口机", **place).device
    return {
        "code": draw_code(uow, device, CODE_LIFETIME).code,
        "name": device.name,
        "label": entrance.label,
        "community": community,
        "model": MODEL,
        "serial": f"DEMO-{device.id[-12:].upper()}",
    }


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    draft.replace(path)
