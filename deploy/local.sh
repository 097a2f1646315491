#!/usr/bin/env bash
# The production topology on one machine for a trial, without containers: PostgreSQL, Mosquitto configured from here, gunicorn
# with two processes, an event-stream process, two workers, and nginx in front if it is installed. Ctrl-C ends it all.
#
#   deploy/local.sh [FOLDER]     everything is kept below FOLDER (default: data/local)
#   PORT (8080) people · PORT+1 web · PORT+2 streams · DEVICE_PORT (18840) and the next one: broker
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
folder=$(mkdir -p "${1:-data/local}" && cd "${1:-data/local}" && pwd)
port=${PORT:-8080}
device_port=${DEVICE_PORT:-18840}
bin=$root/.venv/bin
export PATH="$PATH:/usr/sbin:/sbin"
(cd "$root" && python3 -m scripts.bootstrap run)
mkdir -p "$folder/log" "$folder/metrics"
rm -f "$folder"/metrics/*.db

secret() { # NAME: a secret of this trial, drawn once
    [ -s "$folder/secret-$1" ] || (umask 077; "$bin/python" -c 'import secrets; print(secrets.token_urlsafe(32))' > "$folder/secret-$1")
    cat "$folder/secret-$1"
}

children=()
start() { # NAME COMMAND...
    local name=$1
    shift
    "$@" >> "$folder/log/$name.log" 2>&1 &
    children+=($!)
}
finish() {
    trap - EXIT INT TERM
    local talking=("${children[@]:2}") listening=("${children[@]:0:2}") # what talks ends before what listens
    kill -TERM "${talking[@]}" 2>/dev/null || true
    wait "${talking[@]}" 2>/dev/null || true
    kill -TERM "${listening[@]}" 2>/dev/null || true
    wait "${listening[@]}" 2>/dev/null || true
    exit "${1:-0}"
}
trap 'finish $?' EXIT
trap 'finish 0' INT TERM

rm -f "$folder/database-url"
start postgresql "$bin/python" deploy/local_postgresql.py "$folder/postgresql" "$folder/database-url"
BROKER_FOLDER=$folder/broker BROKER_SECRET=$(secret broker) DEVICE_LISTENER="$device_port 127.0.0.1" \
    PLATFORM_LISTENER="$((device_port + 1)) 127.0.0.1" sh deploy/mosquitto/configure.sh
[ "$(id -u)" -ne 0 ] || sed -i '1i user root' "$folder/broker/mosquitto.conf" # a trial's files belong to who runs it
BROKER_FOLDER=$folder/broker start broker sh deploy/mosquitto/serve.sh

for _ in $(seq 300); do [ -s "$folder/database-url" ] && break; sleep 0.2; done
LINLI_DATABASE_URL=$(cat "$folder/database-url")
LINLI_MQTT_URL=mqtt://platform:$(secret broker)@127.0.0.1:$((device_port + 1))
LINLI_SECRET_KEY=$(secret key)
export LINLI_DATABASE_URL LINLI_MQTT_URL LINLI_SECRET_KEY
export LINLI_DATA=$folder LINLI_BROKER_DIR=$folder/broker LINLI_MQTT_DEVICE_URL=mqtt://127.0.0.1:$device_port LINLI_PORT=$port
export LINLI_TRUSTED_PROXIES=1 LINLI_WEB_PROCESSES=2 PROMETHEUS_MULTIPROC_DIR=$folder/metrics
"$bin/python" -m community.run.database

GUNICORN_BIND=127.0.0.1:$((port + 1)) start web "$bin/gunicorn" -c deploy/gunicorn.conf.py wsgi:app
start stream "$bin/uvicorn" community.stream:make_app --factory --host 127.0.0.1 --port "$((port + 2))" --no-access-log \
    --no-proxy-headers --log-level warning --timeout-graceful-shutdown 3
start worker-1 "$bin/flask" --app wsgi worker
start worker-2 "$bin/flask" --app wsgi worker

address=http://127.0.0.1:$((port + 1))
if command -v nginx >/dev/null; then
    sed -e "s/127.0.0.1:8001/127.0.0.1:$((port + 1))/" -e "s/127.0.0.1:8002/127.0.0.1:$((port + 2))/" \
        -e "s/listen 80;/listen 127.0.0.1:$port;/" -e "s|/srv/linli/web/dist|$root/web/dist|" deploy/nginx/linli.conf > "$folder/linli.conf"
    cat > "$folder/nginx.conf" <<CONF
daemon off;
pid $folder/nginx.pid;
error_log stderr warn;
$([ "$(id -u)" -ne 0 ] || echo 'user root;')
events { worker_connections 4096; }
http {
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path $folder/nginx-body;
    proxy_temp_path $folder/nginx-proxy;
    fastcgi_temp_path $folder/nginx-other;
    uwsgi_temp_path $folder/nginx-other;
    scgi_temp_path $folder/nginx-other;
    include $folder/linli.conf;
}
CONF
    start proxy nginx -p "$folder" -c "$folder/nginx.conf"
    address=http://127.0.0.1:$port
fi

for _ in $(seq 300); do
    curl -fs "http://127.0.0.1:$((port + 1))/health/ready" >/dev/null && break
    sleep 0.2
done
curl -fs "http://127.0.0.1:$((port + 1))/health/ready" >/dev/null || { echo "✗ not ready; see $folder/log" >&2; exit 1; }
echo "$address   logs: $folder/log   stop: Ctrl-C"
wait -n "${children[@]}" || true
echo "✗ a process ended; see $folder/log" >&2
exit 1
