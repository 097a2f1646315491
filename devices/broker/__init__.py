"""The broker: who may sign in to it, how that is kept up to date, and the private Mosquitto that `make run` supervises.

The devices slice owns the table of credentials and calls, after the commit that changed it::

    broker_access(settings).apply(rows)     # rows: (device id, hash_secret(secret)) of every device that may sign in

`rows` is the whole truth, not a change: a device that is missing is cut off. Pass a lazy iterable (a generator that
queries): it is read while this module holds its lock, so two processes never overwrite newer rows with older ones. Only
a real change is written and only then is the broker told to reload, at most twice a second.
"""

from devices.broker.access import BrokerAccess, NullAccess, broker_access
from devices.broker.hashing import hash_secret, verify_secret
from devices.broker.mosquitto import MosquittoAccess
from devices.broker.private import PrivateBroker

__all__ = [
    "BrokerAccess",
    "MosquittoAccess",
    "NullAccess",
    "PrivateBroker",
    "broker_access",
    "hash_secret",
    "verify_secret",
]
