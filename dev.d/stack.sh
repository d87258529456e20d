# Sourced by up, down, status, logs, odps and demo: the parts of a running Sluice, where they live, how to ask them.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
run=$top/.run
bin=$run/bin
parts=(kafka postgres emulator controlplane worker)

# The demo's world, as deploy/config/emulator_seed.yaml lays it out.
project=connector_test
owner_uid=1234567890123456
owner_key_id=LTAIowner0001
owner_key_secret=owner-secret-0001
service_key_id=LTAIservice0001
service_key_secret=service-secret-0001

# Who the scripts are to the control plane; ./dev up makes both tokens.
admin_token=$run/secrets/admin_token
worker_token=$run/secrets/worker_token
export SLUICE_TOKEN_FILE=$admin_token

program_of() {  # PART
  case $1 in
    emulator) echo "$bin/maxcompute-emulator" ;;
    controlplane) echo "$bin/sluice-controlplane" ;;
    worker) echo "$bin/sluice-worker" ;;
  esac
}

pid_of() {  # PART
  case $1 in
    postgres) head -n 1 "$(postgres_data)/postmaster.pid" 2>/dev/null ;;
    *) cat "$run/$1/pid" 2>/dev/null ;;
  esac
}

postgres_data() {
  if [[ -s $run/postgres/home ]]; then echo "$(cat "$run/postgres/home")/data"; else echo "$run/postgres/data"; fi
}

# A pid alone proves nothing after a reboot: the command line must be the one that was started.
alive() {  # PART
  local pid mark
  pid=$(pid_of "$1") || return 1
  case $1 in
    kafka) mark=kafka.Kafka ;;
    postgres) mark=postgres ;;
    *) mark=$(program_of "$1") ;;
  esac
  [[ -n $pid ]] && grep -qaF -- "$mark" "/proc/$pid/cmdline" 2>/dev/null
}

log_of() {  # PART
  case $1 in
    postgres) echo "$(postgres_data)/server.log" ;;
    *) echo "$run/$1/log" ;;
  esac
}

port_of() { sed -n "s/^$1=//p" "$run/ports" 2>/dev/null; }  # PART
kafka_address() { cat "$run/kafka/bootstrap" 2>/dev/null; }
controlplane_address() { echo "127.0.0.1:$(port_of controlplane)"; }
# The API as JSON, and the pages for operators.
http_url() {
  local scheme=http
  ! grep -qE '^http_tls_certificate_file: *"?[^" #]' "$top/deploy/config/controlplane.yaml" || scheme=https
  sed "s,^,$scheme://," "$run/controlplane/http" 2>/dev/null
}
emulator_url() { echo "http://127.0.0.1:$(port_of emulator)"; }

listens() {  # PART
  case $1 in
    kafka) kafka_address ;;
    postgres) cat "$run/database_url" 2>/dev/null ;;
    emulator) emulator_url ;;
    controlplane) echo "$(controlplane_address) $(http_url)" ;;
    worker) echo "- (dials $(controlplane_address))" ;;
  esac
}

# Whether the part answers, not only runs.
ready() {  # PART
  local address
  case $1 in
    kafka)
      address=$(kafka_address)
      (exec 3<>"/dev/tcp/${address%:*}/${address##*:}") 2>/dev/null
      ;;
    postgres) psql -Xqt -d "$(cat "$run/database_url")" -c 'select 1' >/dev/null 2>&1 ;;
    emulator) curl -s -o /dev/null --max-time 2 "$(emulator_url)/api/projects" ;;
    controlplane) "$bin/sluicectl" --help >/dev/null && "$bin/sluicectl" get instances --timeout 2s --server "$(controlplane_address)" >/dev/null 2>&1 ;;
    worker)
      "$bin/sluicectl" get worker dev --timeout 2s --server "$(controlplane_address)" 2>/dev/null | grep -q CONNECTED
      ;;
  esac
}

health() {  # PART
  if ! alive "$1"; then echo stopped; elif ready "$1"; then echo ready; else echo "no answer"; fi
}

print_status() {
  local part pid
  printf '%-13s %-9s %-8s %-52s %s\n' PART HEALTH PID LISTENS LOG
  for part in "${parts[@]}"; do
    pid=-
    alive "$part" && pid=$(pid_of "$part")
    printf '%-13s %-9s %-8s %-52s %s\n' "$part" "$(health "$part")" "$pid" "$(listens "$part")" \
      "$(realpath --relative-base="$PWD" "$(log_of "$part")" 2>/dev/null || log_of "$part")"
  done
}

wait_until_ready() {  # PART SECONDS
  local part=$1 deadline=$((SECONDS + $2))
  until ready "$part"; do
    alive "$part" || part_failed "$part" "ended at start"
    ((SECONDS < deadline)) || part_failed "$part" "does not answer within $2 s"
    sleep 0.1
  done
}

part_failed() {  # PART WHAT
  local log
  log=$(log_of "$1")
  tail -n 20 "$log" >&2 || true
  die "$1 $2; its log is $log"
}

stop_daemon() {  # PART
  local pid deadline=$((SECONDS + 45))
  alive "$1" || { rm -f "$run/$1/pid"; return 0; }
  pid=$(pid_of "$1")
  kill "$pid" 2>/dev/null || true
  while kill -0 "$pid" 2>/dev/null; do
    if ((SECONDS >= deadline)); then
      say "$1 does not stop; killing it"
      kill -9 "$pid" 2>/dev/null || true
      break
    fi
    sleep 0.1
  done
  rm -f "$run/$1/pid"
}
