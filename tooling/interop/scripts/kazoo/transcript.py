"""What every kazoo script shares: clients that end with the script, and steps printed one per line.

A step is `name => result`. What differs between two runs of the same server is replaced by a name: times become `T`,
session ids `<owner>`, zxids their distance from the zxid of the empty server. Everything else is printed as it came.
"""

import hashlib
import itertools
import logging
import os
import sys
import threading
import time

from kazoo.client import KazooClient
from kazoo.protocol.states import Callback, WatchedEvent, ZnodeStat
from kazoo.retry import KazooRetry

logging.disable(logging.CRITICAL)

HOST = "127.0.0.1"
PORT = int(os.environ["ZOOKEEPER_PORT"])
PROXY_PORT = int(os.environ["ZOOKEEPER_PROXY_PORT"])
START_ZXID = int(os.environ["ZOOKEEPER_START_ZXID"])
PATIENCE_SECONDS = 30


def show(value):
    """A value as text, without what differs from run to run."""
    if isinstance(value, ZnodeStat):
        return show_stat(value)
    if isinstance(value, WatchedEvent):
        return f"{value.type} {value.state} {value.path}"
    if isinstance(value, BaseException):
        return show_error(value)
    if isinstance(value, bytes) and len(value) > 100:
        return f"{len(value)} bytes, md5 {hashlib.md5(value).hexdigest()}"
    if isinstance(value, tuple) and type(value) is not tuple:
        return repr(value)
    if isinstance(value, tuple):
        return "(" + ", ".join(map(show, value)) + ")"
    if isinstance(value, list):
        return "[" + ", ".join(map(show, value)) + "]"
    return repr(value)


def show_error(error):
    arguments = ", ".join(map(str, error.args))
    return f"{type(error).__name__}({arguments})"


def transactions_until(zxid):
    """How many transactions there were from the start of the server until this zxid."""
    return zxid - START_ZXID if zxid >= START_ZXID else zxid


def show_stat(stat):
    fields = []
    for name, value in zip(stat._fields, stat):
        if name in ("ctime", "mtime") and value != 0:
            value = "T"
        if name in ("czxid", "mzxid", "pzxid"):
            value = transactions_until(value)
        if name == "ephemeralOwner" and value != 0:
            value = "<owner>"
        fields.append(f"{name}={value}")
    return "Stat(" + " ".join(fields) + ")"


def step(name, action, *args, **kwargs):
    """Runs one step and prints what came of it. Gives back the result, None after an error."""
    try:
        result = action(*args, **kwargs)
    except Exception as error:  # every error of a client is a result here
        say(name, "!" + show_error(error))
        return None
    say(name, show(result))
    return result


def say(name, text):
    print(f"{name} => {text}", flush=True)


def ask_harness(request):
    """Has the harness do what a client cannot: `restart-server`, `cut-connections`, `heal-connections`."""
    print("@" + request, flush=True)
    answer = sys.stdin.readline().strip()
    if answer != "done":
        raise RuntimeError(f"the harness answered {answer!r} to {request}")


def wait_until(condition):
    """Waits for a condition, and fails loudly when it does not come."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("waited in vain")
        time.sleep(0.02)
    return True


def fence(client):
    """Returns when each watch event that the server sent before this call has been handed to its watcher."""
    client.get("/")
    done = threading.Event()
    client.handler.dispatch_callback(Callback("fence", done.set, ()))
    done.wait(PATIENCE_SECONDS)


class Events:
    """Collects watch events of one client in the order of their delivery."""

    def __init__(self, client):
        self._client = client
        self._seen = []

    def watcher(self, label):
        return lambda event: self._seen.append((show(event), label))

    def take(self):
        """The events since the last call; the watchers of one event, which kazoo keeps in a set, sorted."""
        fence(self._client)
        seen, self._seen = self._seen, []
        groups = itertools.groupby(seen, key=lambda entry: entry[0])
        return [f"{event} to {', '.join(sorted(label for _, label in group))}" for event, group in groups]


class Clients:
    """The clients of a script; all are closed at its end, the last one first."""

    def __init__(self):
        self._clients = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for client in reversed(self._clients):
            client.stop()
            client.close()

    def make(self, chroot="", port=PORT, timeout=10.0, **options):
        retry = KazooRetry(max_tries=-1, delay=0.05, max_delay=0.2, backoff=1, max_jitter=0)
        client = KazooClient(f"{HOST}:{port}{chroot}", timeout=timeout, connection_retry=retry, **options)
        self._clients.append(client)
        return client

    def start(self, *args, **options):
        client = self.make(*args, **options)
        client.start(timeout=PATIENCE_SECONDS)
        return client
