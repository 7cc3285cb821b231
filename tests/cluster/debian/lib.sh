# Settings and helpers of the scripts in this folder. Sourced, never run.
# shellcheck shell=bash disable=SC2034

set -euo pipefail
umask 022

# ---- settings (each may be set in the environment) --------------------------

# Everything that is built or downloaded, and the state of the running cluster.
CACHE=${BATCHJOBS_CLUSTER_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/batchjobs-cluster}

# The ports on 127.0.0.1 count up from here. They lie below the range from
# which the kernel takes the ports of outgoing connections.
PORT_BASE=${BATCHJOBS_CLUSTER_PORT_BASE:-27440}

# Pods get their addresses from $NET.2 to $NET.254. The machine itself is
# $NET.1, on the bridge that the pods hang from. Services get $SERVICE_CIDR.
NET=${BATCHJOBS_CLUSTER_NET:-10.213.0}
SERVICE_CIDR=${BATCHJOBS_CLUSTER_SERVICE_CIDR:-10.213.1.0/24}

# ---- fixed -------------------------------------------------------------------

KUBE_VERSION=1.20.2                # what Debian bookworm's source package holds
BRIDGE=batchjobs0
NODE=batchjobs-node
NODE_IP=$NET.1

API_PORT=$((PORT_BASE + 3))
ETCD_PORT=$((PORT_BASE + 4))
ETCD_PEER_PORT=$((PORT_BASE + 5))
KUBELET_HEALTH_PORT=$((PORT_BASE + 6))
REGISTRY_PORT=$((PORT_BASE + 7))
KUBELET_PORT=$((PORT_BASE + 8))    # on $NODE_IP, all the others on 127.0.0.1

PACKAGES=$CACHE/packages           # Debian packages, unpacked
BIN=$CACHE/bin                     # what build compiled
IMAGES=$CACHE/images               # the two container images build made
BUILT=$CACHE/built-$KUBE_VERSION-1  # exists when all that is there; count up to rebuild
RUN=$CACHE/run                     # the running cluster; down deletes it
KUBECONFIG_FILE=$RUN/kubeconfig

CONTAINERD_SOCKET=$RUN/containerd.sock
KUBECTL=$PACKAGES/usr/bin/kubectl

# containerd looks for runc and its shim on the PATH.
export PATH=$PACKAGES/usr/bin:$PACKAGES/usr/sbin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
unset KUBECONFIG

# ---- messages ----------------------------------------------------------------

STARTED_AT=$SECONDS
say() { printf '[%3ds] %s\n' $((SECONDS - STARTED_AT)) "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

need_root() {
  [ "$(id -u)" = 0 ] ||
    die "this must run as root: it makes containers, a network bridge and cgroups"
}

# Only one up or down at a time.
lock() {
  mkdir -p "$CACHE"
  exec 9>"$CACHE/lock"
  flock -w 900 9 || die "another up or down has held $CACHE/lock for 15 minutes"
}

# ---- daemons -----------------------------------------------------------------
#
# Each daemon has a file $RUN/pid/NAME with its process id and the time at which
# the kernel says it started, so that a reused id is never taken for ours.

DAEMONS="etcd registry containerd kube-apiserver kube-controller-manager kube-scheduler kubelet"

start_time() { # PID
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  stat=${stat##*) }                # the name before may hold blanks
  # shellcheck disable=SC2086
  set -- $stat
  [ "$1" != Z ] || return 1
  echo "${20}"
}

pid_of() { # NAME: prints the process id if the daemon runs
  local pid started
  read -r pid started 2>/dev/null <"$RUN/pid/$1" || return 1
  [ "$(start_time "$pid")" = "$started" ] || return 1
  echo "$pid"
}

any_daemon() {
  local name
  for name in $DAEMONS; do
    if pid_of "$name" >/dev/null; then return 0; fi
  done
  return 1
}

start() { # NAME COMMAND...
  local name=$1 pid
  shift
  if pid_of "$name" >/dev/null; then return 0; fi
  say "starting $name"
  mkdir -p "$RUN/pid" "$RUN/log"
  # In a session of its own, and holding none of our open files: whoever waits
  # for the end of this script's output must not wait for the daemon.
  (
    for fd in /proc/self/fd/*; do
      fd=${fd##*/}
      if [ "$fd" -gt 2 ]; then eval "exec $fd>&-"; fi
    done
    exec setsid "$@" </dev/null >>"$RUN/log/$name.log" 2>&1
  ) &
  pid=$!
  echo "$pid $(start_time "$pid" || echo 0)" >"$RUN/pid/$name"
}

stop() { # NAME: SIGTERM, then SIGKILL after 10 seconds
  local pid i
  if pid=$(pid_of "$1"); then
    kill "$pid" 2>/dev/null || true
    for ((i = 0; i < 100; i++)); do
      pid_of "$1" >/dev/null || break
      sleep 0.1
    done
    if pid_of "$1" >/dev/null; then kill -KILL "$pid" 2>/dev/null || true; fi
  fi
  rm -f "$RUN/pid/$1"
}

# Polls COMMAND until it succeeds; gives up when the daemon has died or the time
# is over, and then shows the end of the daemon's log.
await() { # NAME SECONDS WHAT COMMAND...
  local name=$1 limit=$2 what=$3 from=$SECONDS
  shift 3
  until "$@" >/dev/null 2>&1; do
    if ! pid_of "$name" >/dev/null; then
      tail -n 15 "$RUN/log/$name.log" >&2
      die "$name has died (its log: $RUN/log/$name.log)"
    fi
    if [ $((SECONDS - from)) -ge "$limit" ]; then
      tail -n 15 "$RUN/log/$name.log" >&2
      die "$what: not within $limit seconds (log: $RUN/log/$name.log)"
    fi
    sleep 0.2
  done
}

kubectl_admin() { "$KUBECTL" --kubeconfig "$KUBECONFIG_FILE" "$@"; }
ctr_run() { ctr --address "$CONTAINERD_SOCKET" "$@"; }
