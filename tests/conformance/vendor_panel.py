"""A door panel as a vendor would write it from `docs/mqtt.md` alone; it imports nothing of this project.

python vendor_panel.py BASE_URL CODE: lines `ring 1203` and `leave` on standard input do what they say; whatever happens is one
JSON line on standard output.
"""

import base64
import json
import secrets
import socket
import sys
import time
import urllib.request
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from paho.mqtt.client import Client, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion


def say(what, **more):
    print(json.dumps({"what": what, **more}), flush=True)


class VendorPanel:
    def __init__(self, base, code):
        body = json.dumps({"code": code, "model": "Vendor 1", "serial": "V-1"}).encode()
        request = urllib.request.Request(f"{base}/api/v1/devices/enrol", body, {"Content-Type": "application/json"})
        me = json.load(urllib.request.urlopen(request, timeout=10))
        self.device, url = me["device"], urlsplit(me["mqtt"][0])
        self.keys = {key["kid"]: base64.b64decode(key["ed25519"]) for key in me["keys"]}
        self.offset, self.answers, self.events, self.seq, self.store = None, {}, [], 0, secrets.token_urlsafe(12)
        say("enrolled", device=self.device)
        self.client = Client(CallbackAPIVersion.VERSION2, self.device, protocol=MQTTv5)
        self.client.username_pw_set(self.device, me["secret"])
        self.client.reconnect_delay_set(1, 30)
        self.client.on_pre_connect = self.new_session
        self.client.on_socket_open = lambda c, u, sock: sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.client.on_connect, self.client.on_message = self.on_connect, self.on_message
        self.client.connect(url.hostname, url.port, keepalive=20, clean_start=True)
        self.client.loop_start()

    def new_session(self, client, data):
        self.sess = secrets.token_urlsafe(12)
        will = json.dumps({"state": "lost", "sess": self.sess})
        client.will_set(f"sc/v1/{self.device}/up/status", will, 1, True)

    def send(self, path, retain=False, qos=1, **payload):
        if self.client.is_connected():  # or the library would keep it and send it later
            self.client.publish(f"sc/v1/{self.device}/up/{path}", json.dumps(payload), qos, retain)

    def on_connect(self, client, data, flags, reason, properties):
        if reason.is_failure:  # also right after enrolment: the library tries again
            return
        client.subscribe(f"sc/v1/{self.device}/down/#", 1)
        self.send("status", True, state="ready", sess=self.sess, model="Vendor 1", caps=["unlock", "call"], doors=[1])
        self.send("door/1", True, lock="locked", phys="closed")
        self.asked_at = time.monotonic()
        self.send("time", qos=0, id="time-question", t0=int(self.asked_at * 1000))
        self.send("tele", qos=0, sess=self.sess, uptime=int(self.asked_at))
        for event in self.events[:32]:
            self.send("event", **event)

    def on_message(self, client, data, message):
        path, body = message.topic.rpartition("/")[2], json.loads(message.payload)
        if path == "time":
            self.offset = body["server"] - (self.asked_at + time.monotonic()) * 500
            say("ready", sess=self.sess)
        elif path == "cmd":
            answer = self.judge(body)
            trace = {"trace": body["trace"]} if "trace" in body else {}
            self.send(f"rsp/{body['reply']}", id=body["id"], **answer, **trace)
            say("command", cmd=body["cmd"], **answer)
            if answer == {"result": "done", "code": "opened"}:
                self.pulse(body, **trace)
        elif path == "ack" and body["boot"] == self.store:
            self.events = [event for event in self.events if event["seq"] > body["upto"]]
            say("acknowledged", upto=body["upto"])
        elif path == "call":
            say("call", **body)

    def now(self):
        return int(time.monotonic() * 1000 + self.offset)

    def judge(self, cmd):
        pairs = [(key, json.dumps(arg).strip('"')) for key, arg in sorted(cmd.get("args", {}).items())]
        order = [cmd["id"], cmd["cmd"], cmd.get("door", 0), cmd["sess"], cmd["exp"]]
        text = "|".join(["sc/v1", self.device, *map(str, order), "&".join(f"{key}={arg}" for key, arg in pairs)])
        try:
            key = Ed25519PublicKey.from_public_bytes(self.keys[cmd["kid"]])
            key.verify(base64.b64decode(cmd["sig"]), text.encode())
        except (KeyError, InvalidSignature):
            return {"result": "rejected", "code": "bad_signature"}
        if cmd["id"] in self.answers:
            return {**self.answers[cmd["id"]], "dup": True}
        self.answers[cmd["id"]] = answer = self.weigh(cmd)
        return answer

    def weigh(self, cmd):
        if cmd["sess"] != self.sess:
            return {"result": "rejected", "code": "stale_session", "sess": self.sess}
        if self.offset is None:
            return {"result": "rejected", "code": "no_time"}
        if not self.now() <= cmd["exp"] <= self.now() + 11_000:
            return {"result": "rejected", "code": "expired" if cmd["exp"] < self.now() else "bad_expiry"}
        if (cmd["cmd"], cmd.get("door")) != ("unlock", 1):
            return {"result": "rejected", "code": "unknown_command" if cmd["cmd"] != "unlock" else "unknown_door"}
        return {"result": "done", "code": "opened"}

    def pulse(self, cmd, **trace):
        for kind, lock, phys in [
            ("access_granted", "unlocked", "closed"),
            ("door_opened", "unlocked", "open"),
            ("door_closed", "locked", "closed"),
        ]:
            self.send("door/1", True, lock=lock, phys=phys, t=self.now())
            self.seq += 1
            event = {"sess": self.sess, "boot": self.store, "seq": self.seq, "id": secrets.token_urlsafe(12)}
            event |= {"t": self.now(), "type": kind, "door": 1, "cause": cmd["id"], **trace}
            self.events.append(event)
            self.send("event", **event)


if __name__ == "__main__":
    panel = VendorPanel(sys.argv[1], sys.argv[2])
    for word, *rest in map(str.split, sys.stdin):
        if word == "ring":
            panel.send("call", call=secrets.token_urlsafe(12), type="invite", home=rest[0])
        elif word == "leave":
            panel.send("status", True, state="disconnected", sess=panel.sess)
            panel.client.disconnect()
            panel.client.loop_stop()
            break
