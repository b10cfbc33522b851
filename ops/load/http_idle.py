#!/usr/bin/env python3
"""Ten thousand idle HTTP connections beside one innocent client.

    ops/load/http_idle.py [--connections 10000] [--seconds 30]

Starts the server. The innocent client sends one image after the other, each on a connection of its own: first alone,
then while others from twenty addresses keep trying to have so many idle connections open. Prints Markdown, and fails if
the innocent client was not answered, or if more connections were open than --http-max-connections allows. Needs Linux,
and nothing but Python.
"""

import argparse
import contextlib
import http.client
import resource
import select
import socket
import statistics
import sys
import threading
import time

from load import SAMPLES, Server, free_port, table

ADDRESSES = [f"127.0.1.{number}" for number in range(1, 21)]
MOST_CONNECTIONS = 1024
IMAGE = (SAMPLES / "cat.jpg").read_bytes()


class IdleClients(threading.Thread):
    """Opens connections and sends nothing; opens another one for each that the server closes, until it is stopped."""

    def __init__(self, port, count):
        super().__init__(daemon=True)
        self.port, self.count, self.opened, self.stopped = port, count, 0, threading.Event()
        self.sockets, self.poller = {}, select.epoll()

    def run(self):
        while not self.stopped.is_set():
            # A hundred at a time: the server's queue of connections is everybody's.
            for _ in range(min(100, self.count - len(self.sockets))):
                self.open()
            for number, _ in self.poller.poll(0.01):
                self.sockets.pop(number).close()
        for each in self.sockets.values():
            each.close()

    def open(self):
        client = socket.socket()
        client.bind((ADDRESSES[self.opened % len(ADDRESSES)], 0))
        client.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            client.connect(("127.0.0.1", self.port))
        self.opened += 1
        self.sockets[client.fileno()] = client
        self.poller.register(client, select.EPOLLRDHUP | select.EPOLLHUP | select.EPOLLERR)

    def stop(self):
        self.stopped.set()
        self.join()


def innocent(port, seconds):
    """Milliseconds of each request that was answered, and how many were not."""
    times, failed, end = [], 0, time.monotonic() + seconds
    while time.monotonic() < end:
        begin = time.monotonic()
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("POST", "/v1/models/embedded:embed", IMAGE, {"Content-Type": "image/jpeg"})
            answered = connection.getresponse().status == 200
            connection.close()
        except OSError:
            answered = False
        if answered:
            times.append((time.monotonic() - begin) * 1000)
        else:
            failed += 1
    return times, failed


class Watch(threading.Thread):
    """The most connections and the most memory that the server tells of."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.connections, self.resident, self.stopped = server, 0, 0, threading.Event()

    def run(self):
        while not self.stopped.wait(0.5):
            metrics = self.server.metrics()
            self.connections = max(self.connections, metrics["ijepa_http_connections_open"])
            self.resident = max(self.resident, metrics["ijepa_process_resident_bytes"])

    def stop(self):
        self.stopped.set()
        self.join()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--seconds", type=int, default=30)
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    port = free_port()
    rows, failures = [], []
    with Server("--http-port", str(port), "--http-max-connections", str(MOST_CONNECTIONS)) as server:
        innocent(port, 5)
        for name, count in (("alone", 0), (f"beside {options.connections:,} idle connections", options.connections)):
            idle, watch = IdleClients(port, count), Watch(server)
            idle.start()
            watch.start()
            if count:
                time.sleep(3)  # All places are taken, and have been for long enough to give way.
            times, failed = innocent(port, options.seconds)
            watch.stop()
            idle.stop()
            if failed or not times:
                failures.append(f"{name}: {failed} requests were not answered, {len(times)} were")
            if watch.connections > MOST_CONNECTIONS:
                failures.append(f"{name}: {watch.connections:.0f} connections were open")
            p99 = statistics.quantiles(times, n=100)[98] if len(times) > 1 else 0
            rows.append([name, len(times), failed, f"{statistics.median(times or [0]):.1f}", f"{p99:.1f}", idle.opened,
                         f"{watch.connections:.0f}", f"{watch.resident / 2**20:.0f}"])
    table(["innocent client", "answered", "not answered", "p50 ms", "p99 ms", "opened by the others",
           "most open at once", "most resident MiB"], rows)
    sys.exit("\n".join(failures) or None)


if __name__ == "__main__":
    main()
