"""The demo estate's door panels: one at each entrance, with codes that the simulator enrols them with."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import select

from community import queries as places
from community.core.kernel import kernel
from community.core.uow import UnitOfWork
from devices.models import Device, DeviceKind, DeviceState
from devices.services import create_device, draw_code

MODEL = "Linli Demo Panel"
CODE_LIFETIME = timedelta(days=3650)  # the simulator may be started years after the seed; a real code lives ten minutes


def panels(uow: UnitOfWork, _demo: Any) -> None:
    """Create what is missing, and hand fresh codes for all panels that have not enrolled to the simulator."""
    waiting = []
    for community in places.communities(uow.session):
        for entrance in places.entrances_of(uow.session, community.id):
            device = _panel_at(uow, entrance)
            if device.state is DeviceState.CREATED:
                waiting.append(_for_simulator(uow, device, f"{community.name}{entrance.label}"))
    path = kernel().settings.data / "simulator" / "panels.json"
    uow.after_commit(lambda: _write(path, orjson.dumps(waiting, option=orjson.OPT_INDENT_2)))


def _panel_at(uow: UnitOfWork, entrance: Any) -> Device:
    known = uow.session.scalar(select(Device).where(Device.entrance_id == entrance.id).order_by(Device.created_at).limit(1))
    if known is not None:
        return known
    name = f"{entrance.label}门口机"
    return create_device(uow, community_id=entrance.community_id, entrance_id=entrance.id, kind=DeviceKind.PANEL, name=name).device


def _for_simulator(uow: UnitOfWork, device: Device, label: str) -> dict[str, str]:
    code = draw_code(uow, device, CODE_LIFETIME).code
    return {"code": code, "name": device.name, "label": label, "model": MODEL, "serial": f"DEMO-{device.id[-12:].upper()}"}


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    draft.replace(path)
