"""The floor of an unlock: one MQTT question and answer between two processes, and one durable commit; nothing else.

`python -m benchmarks.exchange` is the answering process; it says `ready` and answers until it is ended.
"""

import os
import socket
import sqlite3
import threading
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from paho.mqtt.client import Client, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion

QUESTION, ANSWER = "bus/bench/question", "bus/bench/answer"
PATIENCE = 10.0


def connect(name: str, topic: str, heard: Any) -> Client:
    """Return a client of the broker at BARE_MQTT_URL that hears a topic, set up as quick as the platform's own."""
    address, ready = urlsplit(os.environ["BARE_MQTT_URL"]), threading.Event()
    client = Client(CallbackAPIVersion.VERSION2, f"{name}-{uuid.uuid4().hex[:8]}", protocol=MQTTv5)
    client.username_pw_set(unquote(address.username or ""), unquote(address.password or ""))
    client.on_socket_open = lambda _c, _u, sock: sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.on_connect = lambda c, *_: c.subscribe(topic, 1)
    client.on_subscribe = lambda *_: ready.set()
    client.on_message = lambda c, _u, message: heard(c, message.payload)
    client.connect(address.hostname or "", address.port or 1883, clean_start=True)
    client.loop_start()
    if not ready.wait(PATIENCE):
        raise RuntimeError("the broker does not answer")
    return client


class Asker:
    """Asks, waits for the answer, and commits it as durably as the product does."""

    def __init__(self, database: Path) -> None:
        self._database, self._answered, self._lock = database, threading.Event(), threading.Lock()
        self._client = connect("asker", ANSWER, lambda *_: self._answered.set())
        with self._open() as db:
            db.execute("CREATE TABLE IF NOT EXISTS opening (id TEXT PRIMARY KEY, result TEXT)")
        db.close()
        self._threads = threading.local()

    def ask(self) -> str:
        """One question, one answer, one commit; returns the id of the row."""
        number = uuid.uuid4().hex
        with self._lock:
            self._answered.clear()
            self._client.publish(QUESTION, number, qos=1)
            if not self._answered.wait(PATIENCE):
                raise RuntimeError("no answer")
        if not hasattr(self._threads, "db"):
            self._threads.db = self._open()
        with self._threads.db as db:
            db.execute("INSERT INTO opening VALUES (?, 'opened')", (number,))
        return number

    def close(self) -> None:
        """Leave the broker."""
        self._client.disconnect()
        self._client.loop_stop()

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._database)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        return db


def main() -> None:
    """Answer every question."""
    connect("answerer", QUESTION, lambda client, number: client.publish(ANSWER, number, qos=1))
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
