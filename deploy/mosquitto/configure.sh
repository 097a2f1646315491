#!/bin/sh
# Writes a Mosquitto configuration and its access lists into a folder. Existing device credentials stay.
#
#   BROKER_FOLDER      where (an absolute path; this is the platform's LINLI_BROKER_DIR)
#   BROKER_SECRET      the platform's secret, as in LINLI_MQTT_URL=mqtt://platform:SECRET@...
#   DEVICE_LISTENER    port and address for devices             (default: 8883 0.0.0.0)
#   PLATFORM_LISTENER  port and address for the platform        (default: 1884 127.0.0.1)
#   BROKER_CERT, BROKER_KEY   certificate chain and key of the device listener; without them it speaks no TLS,
#                             which is for a network of its own only
set -eu
here=$(cd "$(dirname "$0")" && pwd)
: "${BROKER_FOLDER:?}" "${BROKER_SECRET:?}"
umask 027
mkdir -p "$BROKER_FOLDER/store"

tls="# no TLS on this listener"
if [ -n "${BROKER_CERT:-}" ]; then
    tls="certfile $BROKER_CERT\\
keyfile ${BROKER_KEY:?}\\
tls_version tlsv1.2"
fi

sed -e "s|@FOLDER@|$BROKER_FOLDER|" \
    -e "s|@DEVICE_LISTENER@|${DEVICE_LISTENER:-8883 0.0.0.0}|" \
    -e "s|@PLATFORM_LISTENER@|${PLATFORM_LISTENER:-1884 127.0.0.1}|" \
    -e "s|@DEVICE_TLS@|$tls|" \
    "$here/mosquitto.conf" > "$BROKER_FOLDER/mosquitto.conf"
cp "$here/devices.acl" "$here/platform.acl" "$BROKER_FOLDER/"
chmod 640 "$BROKER_FOLDER/devices.acl" "$BROKER_FOLDER/platform.acl"
[ -e "$BROKER_FOLDER/devices.passwd" ] || : > "$BROKER_FOLDER/devices.passwd"

# In the clear for a moment and for this user only; -U replaces it by its hash. No secret appears in a process list.
(umask 077; printf 'platform:%s\n' "$BROKER_SECRET" > "$BROKER_FOLDER/platform.passwd.new")
mosquitto_passwd -U "$BROKER_FOLDER/platform.passwd.new"
chmod 640 "$BROKER_FOLDER/platform.passwd.new"
mv "$BROKER_FOLDER/platform.passwd.new" "$BROKER_FOLDER/platform.passwd"
