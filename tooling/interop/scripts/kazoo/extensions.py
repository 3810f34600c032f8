"""Operations that kazoo has no methods for, sent by its own connection: containers, TTL, persistent watches, counts."""

import struct
from collections import namedtuple

from kazoo.protocol.serialization import (
    int_int_struct,
    int_struct,
    long_struct,
    read_string,
    write_buffer,
    write_string,
)
from kazoo.protocol.states import ZnodeStat

from transcript import Clients, say, step, transactions_until, wait_until

STAT = struct.Struct("!qqqqiiiqiiq")
WORLD = int_int_struct.pack(1, 31) + write_string("world") + write_string("anyone")


class Raw(namedtuple("Raw", "type body parse")):
    """A request by op code; kazoo gives it an xid and matches the reply."""

    def serialize(self):
        return bytearray(self.body)

    def deserialize(self, data, offset):
        return self.parse(data, offset)


def ask(client, op, body=b"", parse=lambda data, offset: f"+{len(data) - offset} bytes"):
    result = client.handler.async_result()
    client._call(Raw(op, body, parse), result)
    return result.get(timeout=30)


def path_and_stat(data, offset):
    path, offset = read_string(data, offset)
    return path, ZnodeStat._make(STAT.unpack_from(data, offset))


def strings(data, offset):
    count = int_struct.unpack_from(data, offset)[0]
    offset += 4
    found = []
    for _ in range(count):
        value, offset = read_string(data, offset)
        found.append(value)
    return sorted(found)


def create(client, op, path, flags, ttl=None, data=b""):
    body = write_string(path) + write_buffer(data) + WORLD + int_struct.pack(flags)
    if ttl is not None:
        body += long_struct.pack(ttl)
    return ask(client, op, body, path_and_stat)


def identities(data, offset):
    count = int_struct.unpack_from(data, offset)[0]
    offset += 4
    found = []
    for _ in range(count):
        scheme, offset = read_string(data, offset)
        user, offset = read_string(data, offset)
        found.append(f"{scheme}:{user}")
    return sorted(found)


def number(data, offset):
    return int_struct.unpack_from(data, offset)[0]


with Clients() as clients:
    client = clients.start()
    step("create2", create, client, 15, "/two", 0)
    step("create2 ephemeral sequence", create, client, 15, "/two/e-", 3)
    step("createContainer", create, client, 19, "/container", 4)
    step("createContainer with other flags", create, client, 19, "/container-flags", 0)
    step("createTTL sequence", create, client, 21, "/ttl-", 6, ttl=1_000_000)
    step("createTTL of 0", create, client, 21, "/ttl0", 5, ttl=0)
    step("createTTL negative", create, client, 21, "/ttl0", 5, ttl=-5)
    step("createTTL of the longest", create, client, 21, "/ttl-max", 5, ttl=0xFFFFFFFFFF)
    step("createTTL beyond the longest", create, client, 21, "/ttl0", 5, ttl=0x10000000000)
    step("createTTL with plain flags and a ttl", create, client, 21, "/ttl0", 0, ttl=100)
    step("exists of the longest TTL", client.exists, "/ttl-max")
    step("createTTL again", create, client, 21, "/ttl-max", 5, ttl=100)
    # What its end does to the zxid comes at an unknown time, so nothing else is done meanwhile.
    step("createTTL", create, client, 21, "/ttl", 5, ttl=300)
    step("a TTL node goes when its time is up", lambda: wait_until(lambda: client.exists("/ttl") is None))
    step("a container that never had children stays", lambda: client.exists("/container") is not None)
    client.create("/container/child", b"")
    client.delete("/container/child")
    step("a container goes after its last child", lambda: wait_until(lambda: client.exists("/container") is None))
    step("create below a TTL node", client.create, "/ttl-max/child", b"")

    step("addWatch persistent", ask, client, 106, write_string("/two") + int_struct.pack(0), number)
    step("addWatch recursive", ask, client, 106, write_string("/two") + int_struct.pack(1), number)
    step("addWatch on a missing node", ask, client, 106, write_string("/not/there") + int_struct.pack(1), number)
    step("addWatch with an unknown mode", ask, client, 106, write_string("/two") + int_struct.pack(2), number)
    for kind in (1, 2, 3, 4, 5, 0, 6):
        step(f"checkWatches of type {kind}", ask, client, 17, write_string("/two") + int_struct.pack(kind))
    step("checkWatches of a path without one", ask, client, 17, write_string("/none") + int_struct.pack(3))
    for attempt, kind in enumerate((4, 4, 5, 5, 3, 2, 1, 7)):
        step(f"removeWatches {attempt}, of type {kind}", ask, client, 18, write_string("/two") + int_struct.pack(kind))

    client.create("/tree", b"")
    for name in ("a", "b", "a/c", "a/d"):
        client.create(f"/tree/{name}", b"")
    step("getAllChildrenNumber", ask, client, 104, write_string("/tree"), number)
    step("getAllChildrenNumber of a leaf", ask, client, 104, write_string("/tree/b"), number)
    step("getAllChildrenNumber of a missing node", ask, client, 104, write_string("/nope"), number)
    step("getAllChildrenNumber of /", ask, client, 104, write_string("/"), number)
    client.create("/tree/e1", b"", ephemeral=True)
    client.create("/tree/a/e2", b"", ephemeral=True)
    for prefix in ("/", "/tree/a", "/tree/e", "/nope", ""):
        step(f"getEphemerals of {prefix!r}", ask, client, 103, write_string(prefix), strings)
    step("getEphemerals of null", ask, client, 103, int_struct.pack(-1), strings)
    other = clients.start()
    step("getEphemerals of another session", ask, other, 103, write_string("/"), strings)
    step("whoAmI", ask, client, 107, b"", identities)
    client.add_auth("digest", "user:password")
    client.add_auth("digest", "user:password")
    client.add_auth("digest", "another:password")
    step("whoAmI after add_auth", ask, client, 107, b"", identities)
    step("getACL of a digest seen by its owner", client.get_acls, "/tree")
    step("reconfig of a standalone server", client.reconfig, "server.1=127.0.0.1:1:2;3", None, None)
    say("last zxid", transactions_until(client.last_zxid))
