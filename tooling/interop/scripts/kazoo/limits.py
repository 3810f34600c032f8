"""Limits and bad bytes: what is too big, what is no request at all, and that others notice nothing."""

import socket
import struct

from transcript import HOST, PORT, Clients, say, step, wait_until

MAX_FRAME = 0xFFFFF


def exchange(frames, *, session=True):
    """Sends raw bytes on a new connection, after a handshake if asked, and tells what comes back."""
    with socket.create_connection((HOST, PORT)) as raw, raw.makefile("rb") as received:
        raw.settimeout(30)
        if session:
            raw.sendall(frame(struct.pack("!iqiqi", 0, 0, 10000, 0, 16) + b"\0" * 17))
            read_frame(received)
        send_all(raw, frames)
        answers = []
        while (answer := read_frame(received)) is not None:
            xid, zxid, error = struct.unpack("!iqi", answer[:16])
            answers.append(f"xid {xid} zxid {zxid if zxid <= 0 else '+'} error {error} and {len(answer) - 16} bytes")
        return answers + ["closed"]


def send_all(raw, frames):
    """Sends what the server still takes: it may close while we send."""
    try:
        for data in frames:
            raw.sendall(data)
    except OSError:
        pass


def read_frame(received):
    """One frame, None at the end of the connection, which may also be a reset."""
    try:
        head = received.read(4)
        return received.read(struct.unpack("!i", head)[0]) if head else None
    except ConnectionResetError:
        return None


def frame(body):
    return struct.pack("!i", len(body)) + body


def request(xid, op, body=b""):
    return frame(struct.pack("!ii", xid, op) + body)


def text(value):
    encoded = value.encode()
    return struct.pack("!i", len(encoded)) + encoded


def summary(answers):
    xids = [line.split()[1] for line in answers[:500]]
    return f"{len(answers)} lines, in order: {xids == [str(xid) for xid in range(1, 501)]}"


# A close request ends each exchange that the server would otherwise keep open.
CLOSE = request(99, -11)

with Clients() as clients:
    bystander = clients.start()
    session_id = bystander.client_id[0]
    bystander.create("/kept", b"k", ephemeral=True)
    once = clients.start(timeout=10.0)

    step("1,000,000 bytes", once.create, "/big", b"x" * 1_000_000)
    step("read back", lambda: once.get("/big")[0])
    step("2 MB drop the connection", once.create, "/bigger", b"x" * 2_000_000)
    wait_until(lambda: once.connected)
    step("nothing was created", once.exists, "/bigger")
    overhead = 8 + 4 + len("/exact") + 4 + 4 + 4 + 4 + len("world") + 4 + len("anyone") + 4
    step("the longest frame", lambda: once.create("/exact", b"x" * (MAX_FRAME - overhead)))
    step("one byte more", lambda: once.create("/exacT", b"x" * (MAX_FRAME - overhead + 1)))
    wait_until(lambda: once.connected)

    step("negative length", exchange, [struct.pack("!i", -1)])
    step("length zero", exchange, [struct.pack("!i", 0)])
    step("length beyond the limit", exchange, [struct.pack("!i", MAX_FRAME + 1)])
    step("a frame shorter than a header", exchange, [frame(b"1234")])
    step("negative length before the handshake", exchange, [struct.pack("!i", -1)], session=False)
    step("length zero before the handshake", exchange, [struct.pack("!i", 0)], session=False)
    step("length beyond the limit before the handshake", exchange, [struct.pack("!i", MAX_FRAME + 1)], session=False)
    step("a short handshake", exchange, [frame(b"1234567890")], session=False)
    step("HTTP", exchange, [b"GET / HTTP/1.1\r\n\r\n"], session=False)
    step(
        "a password that lies about its length",
        exchange,
        [frame(struct.pack("!iqiqi", 0, 0, 5000, 0, 9999) + b"x" * 16)],
        session=False,
    )

    for op in (0, 10, 13, 23, 99, 108, 999, -1):
        step(f"unknown op {op}", exchange, [request(1, op)])
    for op in (1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 14, 15, 16, 17, 18, 19, 21, 22, 101, 103, 104, 105, 106):
        step(f"op {op} without a body", exchange, [request(1, op), CLOSE])
    # Two operations that are the server's own; any client may use them with Apache's server.
    bystander.create("/deletable", b"")
    step("op 20, deleteContainer", exchange, [request(1, 20, text("/deletable")), CLOSE])
    step("op 20 deletes", lambda: bystander.exists("/deletable") is None)
    step("op -10, createSession, without a body", exchange, [request(1, -10), CLOSE])
    step("auth without a body", exchange, [request(-4, 100)])
    step("ping with a positive xid", exchange, [request(5, 11), CLOSE])
    step("whoAmI", exchange, [request(5, 107), CLOSE])
    step("a path that lies about its length", exchange, [request(1, 4, struct.pack("!i", 5000) + b"/a"), CLOSE])
    step("a path with a negative length", exchange, [request(1, 4, struct.pack("!i", -7) + b"/a"), CLOSE])
    step("a null path in a read", exchange, [request(1, 4, struct.pack("!i", -1) + b"\0"), CLOSE])
    step("a null path in a create", exchange, [request(1, 1, struct.pack("!iiii", -1, -1, 0, 0)), CLOSE])
    step("data that lies about its length", exchange, [request(1, 5, text("/big") + struct.pack("!i", 1 << 30)), CLOSE])
    step("bytes behind a request", exchange, [request(1, 3, text("/big") + b"\0" + b"more bytes"), CLOSE])
    step("a second handshake", exchange, [frame(struct.pack("!iqiqi", 0, 0, 5000, 0, 16) + b"\0" * 17)])
    step("malformed UTF-8 in a path", exchange, [request(1, 3, struct.pack("!i", 3) + b"/\xff\xfe" + b"\0"), CLOSE])
    step("a null ACL list", exchange, [request(1, 1, text("/null-acl") + struct.pack("!iii", 0, -1, 0)), CLOSE])
    step(
        "a null in an ACL",
        exchange,
        [request(1, 1, text("/null-acl") + struct.pack("!iiiiii", 0, 1, 31, -1, -1, 0)), CLOSE],
    )
    step(
        "a null id in an ACL",
        exchange,
        [
            request(
                1, 1, text("/null-acl") + struct.pack("!iii", 0, 1, 31) + text("digest") + struct.pack("!ii", -1, 0)
            ),
            CLOSE,
        ],
    )
    step("an ACL count that lies", exchange, [request(1, 1, text("/null-acl") + struct.pack("!ii", 0, 1 << 28)), CLOSE])
    for flags in (4, 5, 6, 7, 8, 100, -1):
        step(
            f"create with flags {flags}",
            exchange,
            [
                request(
                    1,
                    1,
                    text(f"/flags{flags}")
                    + struct.pack("!iii", 0, 1, 31)
                    + text("world")
                    + text("anyone")
                    + struct.pack("!i", flags),
                ),
                CLOSE,
            ],
        )
    step("what that created", lambda: sorted(set(bystander.get_children("/")) - {"deletable"}))

    many = [request(xid, 3, text("/big") + b"\0") for xid in range(1, 501)]
    step("500 requests in one write", lambda: summary(exchange([b"".join(many) + CLOSE])))
    one_by_one = request(1, 3, text("/big") + b"\0") + CLOSE
    step("byte by byte", exchange, [bytes([byte]) for byte in one_by_one])
    behind_close = exchange([CLOSE + request(100, 3, text("/big") + b"\0")])
    say("close is answered, whatever is behind it", behind_close[0])
    say("what is behind close has no effect", [line for line in behind_close[1:] if "error -112" not in line])
    say(
        "a bystander noticed nothing", f"{bystander.client_id[0] == session_id} {bystander.exists('/kept') is not None}"
    )
