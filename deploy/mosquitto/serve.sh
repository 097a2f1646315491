#!/bin/sh
# Runs Mosquitto in the foreground on BROKER_FOLDER and has it read its lists again whenever the platform changed the one of
# the devices. For containers, where the platform cannot send the broker a signal.
set -eu
mosquitto -c "$BROKER_FOLDER/mosquitto.conf" &
broker=$!
trap 'kill -TERM $broker 2>/dev/null' TERM INT

known=$(cksum "$BROKER_FOLDER/devices.passwd")
while kill -0 "$broker" 2>/dev/null; do
    now=$(cksum "$BROKER_FOLDER/devices.passwd")
    if [ "$now" != "$known" ]; then
        known=$now
        kill -HUP "$broker"
    fi
    sleep 1 &
    wait $! || true
done
wait "$broker"
