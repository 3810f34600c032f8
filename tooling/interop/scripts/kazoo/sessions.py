"""Sessions: taking one over with its id and password, wrong credentials, expiry, cut connections, lost watches."""

import socket
import struct

from transcript import HOST, PORT, PROXY_PORT, Clients, Events, ask_harness, say, step, wait_until


def connect_request(session_id=0, password=b"\0" * 16, timeout=6000, last_zxid=0, read_only_byte=True):
    body = struct.pack("!iqiqi", 0, last_zxid, timeout, session_id, len(password)) + password
    if read_only_byte:
        body += b"\0"
    return struct.pack("!i", len(body)) + body


def read_reply(raw):
    """The connect response, None when the connection was closed without one."""
    raw.settimeout(30)
    head = raw.recv(4)
    if not head:
        return None
    length = struct.unpack("!i", head)[0]
    reply = b""
    while len(reply) < length:
        reply += raw.recv(length - len(reply))
    return reply


def handshake(session_id=0, **request):
    """A connect request on a raw socket: what the server answers, in words."""
    with socket.create_connection((HOST, PORT)) as raw:
        raw.sendall(connect_request(session_id, **request))
        reply = read_reply(raw)
        if reply is None:
            return "closed without an answer"
        version, granted, given_id, password_length = struct.unpack("!iiqi", reply[:20])
        same = "same id" if session_id and given_id == session_id else "zero id" if given_id == 0 else "new id"
        zeros = "zero password" if reply[20:36] == b"\0" * 16 else "a password"
        closing = ""
        if granted == 0:
            closing = ", then closed" if raw.recv(1) == b"" else ", then more bytes"
        words = (
            f"version {version}, timeout {granted}, {same}, {zeros} of {password_length}, rest {reply[36:]!r}{closing}"
        )
        return f"{len(reply)} bytes: {words}"


def take_over():
    """Two connections for one session: what the first one notices, and whether the second one may go on."""
    with socket.create_connection((HOST, PORT)) as first, socket.create_connection((HOST, PORT)) as second:
        first.sendall(connect_request())
        reply = read_reply(first)
        session_id, password = struct.unpack("!q", reply[8:16])[0], reply[20:36]
        second.sendall(connect_request(session_id, password=password, timeout=8000))
        again = read_reply(second)
        notices = "end of stream" if first.recv(1) == b"" else "bytes"
        same = again[8:16] == reply[8:16] and again[20:36] == password
        return f"first: {notices}, second: same id and password {same}, timeout {struct.unpack('!i', again[4:8])[0]}"


def intrusion():
    """What the owner of a session notices when a stranger tries its id with a wrong password."""
    with socket.create_connection((HOST, PORT)) as owner:
        owner.sendall(connect_request())
        session_id = struct.unpack("!q", read_reply(owner)[8:16])[0]
        handshake(session_id, password=b"wrong" + b"\0" * 11)
        ping = struct.pack("!iii", 8, -2, 11)
        try:
            owner.sendall(ping)
            return "the connection lives" if read_reply(owner) else "the connection is closed"
        except ConnectionError:
            return "the connection is closed"


def states_of(client):
    states = []
    client.add_listener(lambda state: states.append(str(state)) and None)
    return states


with Clients() as clients:
    step("handshake", handshake)
    step("handshake without the read-only byte", handshake, read_only_byte=False)
    step("timeout below the minimum", handshake, timeout=1)
    step("timeout above the maximum", handshake, timeout=10_000_000)
    step("negative timeout", handshake, timeout=-5)
    step("zero timeout", handshake, timeout=0)
    step("empty password for a new session", handshake, password=b"")
    step("long password for a new session", handshake, password=b"x" * 40)
    step("unknown session", handshake, session_id=0x1234567)
    step("unknown negative session", handshake, session_id=-2)
    step("a zxid from the future", handshake, last_zxid=(1 << 63) - 1)
    step("a negative zxid", handshake, last_zxid=-1)

    client = clients.start(timeout=8.0)
    session_id, password = client.client_id
    step("right id, wrong password", handshake, session_id=session_id, password=b"y" * 16)
    step("right id, short password", handshake, session_id=session_id, password=b"y")
    step("right id, empty password", handshake, session_id=session_id, password=b"")
    step("the owner lives on", lambda: client.create("/alive", b"") and client.state)

    step("a second connection takes the session over", take_over)
    step("a wrong password, seen by the owner", intrusion)

    watcher = clients.start()
    owner = clients.start(timeout=20.0, port=PROXY_PORT)
    owner.create("/ephemeral", b"", ephemeral=True)
    owner_id = owner.client_id
    owner_states = states_of(owner)
    ask_harness("cut-connections")
    wait_until(lambda: owner_states)
    say("the owner is cut off", owner_states)
    heir = clients.make(client_id=owner_id, timeout=6.0)
    heir.start()
    say("an heir takes the session over", heir.client_id == owner_id)
    step("its ephemeral is still there", lambda: watcher.exists("/ephemeral") is not None)
    heir.stop()
    step("closing ends the session", lambda: watcher.exists("/ephemeral") is None)
    step("a closed session cannot be taken over", handshake, session_id=owner_id[0], password=owner_id[1])
    ask_harness("heal-connections")
    wait_until(lambda: "LOST" in owner_states)
    say("the owner learns that its session is over", owner_states[:2])

    expiring = clients.start(timeout=4.0, port=PROXY_PORT)
    old_id = expiring.client_id[0]
    expiring_states = states_of(expiring)
    expiring.create("/expiring", b"", ephemeral=True)
    ask_harness("cut-connections")
    wait_until(lambda: expiring_states)
    say("cut off", expiring_states[0])
    step("ephemerals go when the session expires", lambda: wait_until(lambda: watcher.exists("/expiring") is None))
    ask_harness("heal-connections")
    wait_until(lambda: len(expiring_states) >= 3)
    say("back with a new session", f"{expiring_states}, new id: {expiring.client_id[0] != old_id}")

    cut = clients.start(timeout=20.0, port=PROXY_PORT)
    cut_id = cut.client_id[0]
    cut_states = states_of(cut)
    cut.create("/cut", b"", ephemeral=True)
    ask_harness("cut-connections")
    wait_until(lambda: cut_states)
    ask_harness("heal-connections")
    wait_until(lambda: len(cut_states) >= 2)
    say("back in the same session", f"{cut_states}, same id: {cut.client_id[0] == cut_id}")
    step("the ephemeral is still there", lambda: cut.exists("/cut") is not None)

    closing = clients.start()
    closing.create("/closing", b"", ephemeral=True)
    closing.create("/closing-too", b"", ephemeral=True)
    watch = Events(watcher)
    watcher.exists("/closing", watch=watch.watcher("exists"))
    closing.stop()
    step("close deletes the ephemerals at once", lambda: watcher.exists("/closing") or watcher.exists("/closing-too"))
    step("and fires their watches", watch.take)
    step("a request after close", closing.get, "/")
    closing.start()
    step("a client may start again", lambda: closing.get("/")[0])
