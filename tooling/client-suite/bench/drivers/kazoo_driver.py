"""Drives kazoo as the other drivers drive their clients."""

import argparse
import itertools
import json
import threading
import time

from kazoo.client import KazooClient

WARM_UP_SECONDS = 0.5

parser = argparse.ArgumentParser()
for name in ("port", "operation", "in-flight", "bytes", "seconds"):
    parser.add_argument("--" + name, required=True)
load = parser.parse_args()

client = KazooClient(hosts="127.0.0.1:" + load.port)
client.start()
data = b"\x01" * int(load.bytes)
path = client.create("/bench-", data, sequence=True)
numbers = itertools.count()
call = {
    "get": lambda: client.get_async(path),
    "set": lambda: client.set_async(path, data),
    "create": lambda: client.create_async("%s/%d" % (path, next(numbers)), data),
}[load.operation]


def keep_going(in_flight, seconds):
    end = time.perf_counter() + seconds
    count = 0
    running = in_flight
    done = threading.Event()

    def answered(result):
        nonlocal count, running
        result.get()
        count += 1
        if time.perf_counter() < end:
            call().rawlink(answered)
        else:
            running -= 1
            if running == 0:
                done.set()

    for _ in range(in_flight):
        call().rawlink(answered)
    done.wait()
    return count


in_flight = int(getattr(load, "in_flight"))
keep_going(in_flight, WARM_UP_SECONDS)
cpu_before = time.process_time()
started = time.perf_counter()
count = keep_going(in_flight, float(load.seconds))
elapsed = time.perf_counter() - started
cpu = time.process_time() - cpu_before
print(json.dumps({"perSecond": round(count / elapsed), "cpuMicros": round(1e6 * cpu / count, 1)}))
client.stop()
