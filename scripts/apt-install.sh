#!/bin/sh
# Installs the Debian packages given as arguments, without starting or enabling their services: the project runs its own broker,
# on its own port, with its own configuration. Must run as root.
set -eu
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d

if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
    trap 'rm -f "$policy"' EXIT
    trap 'exit 130' INT TERM
fi

apt-get update -q -o DPkg::Lock::Timeout=120
apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=120 "$@"

case " $* " in
    *" mosquitto "*)
        # Debian enables the service for the next start of the machine.
        if command -v systemctl >/dev/null 2>&1; then systemctl disable mosquitto >/dev/null 2>&1 || true; fi
        ;;
esac
