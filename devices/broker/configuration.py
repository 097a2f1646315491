"""Mosquitto's configuration as text, each line with its reason beside it."""

import os
from dataclasses import dataclass
from pathlib import Path

from devices.broker.mosquitto import DEVICE_PASSWORDS, PID_FILE

PLATFORM_PASSWORDS = "platform.passwd"
DEVICE_ACL = "devices.acl"
PLATFORM_ACL = "platform.acl"

DEVICE_RULES = """\
# %u is the name a device signed in with; Mosquitto refuses names with + or #.
pattern write sc/v1/%u/up/#
pattern read sc/v1/%u/down/#
"""

PLATFORM_RULES = """\
user platform
topic readwrite sc/v1/#
topic readwrite bus/#
topic read $SYS/broker/#
"""

_CONFIGURATION = """\
# Generated at each start; changes made here are lost.
per_listener_settings true
{user}pid_file {folder}/{pid_file}
log_dest stderr
log_type error
log_type warning
connection_messages false

# Retained states survive a restart. Nothing else may rely on the broker's memory.
persistence true
persistence_location {folder}/store/
autosave_interval 30
persistent_client_expiration 1d

# Without it a QoS 1 round trip takes 44 to 88 ms.
set_tcp_nodelay true
# The default of 1000 loses acknowledged messages and wills without a word.
max_queued_messages 0
max_inflight_messages 1000
# 64 KiB of payload with topic and properties; a client that sends more is disconnected.
max_packet_size 69632

# Devices. The name is also the client id, or one panel could throw out another.
listener {port} {bind}
allow_anonymous false
use_username_as_clientid true
password_file {folder}/{device_passwords}
acl_file {folder}/{device_acl}

# The platform's own processes, from this machine only.
listener {platform_port} 127.0.0.1
allow_anonymous false
password_file {folder}/{platform_passwords}
acl_file {folder}/{platform_acl}
"""


@dataclass(frozen=True)
class Listeners:
    """Where a private broker listens: devices on one port, the platform on another, always loopback."""

    port: int
    platform_port: int
    bind: str = "127.0.0.1"


def render(folder: Path, listeners: Listeners) -> str:
    """The text of mosquitto.conf for a broker whose files are all in one folder (an absolute path)."""
    return _CONFIGURATION.format(
        user="" if os.geteuid() else "user root\n",  # else it gives up the rights to read its own files again
        folder=folder,
        pid_file=PID_FILE,
        port=listeners.port,
        bind=listeners.bind,
        platform_port=listeners.platform_port,
        device_passwords=DEVICE_PASSWORDS,
        device_acl=DEVICE_ACL,
        platform_passwords=PLATFORM_PASSWORDS,
        platform_acl=PLATFORM_ACL,
    )
