"""Four-letter words: the text of each, with the numbers that differ from run to run replaced by `#`."""

import re
import socket

from transcript import HOST, PORT, Clients, say, step, transactions_until


def ask(word, *, half_close=False):
    """The answer to a word, as raw bytes on a socket."""
    with socket.create_connection((HOST, PORT)) as raw:
        raw.settimeout(30)
        raw.sendall(word)
        if half_close:
            raw.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := raw.recv(65536):
            answer += chunk
        return answer.decode()


def masked(text, sessions):
    """Hides versions, times, ports, sizes, latencies and session ids, and keeps everything else."""
    for session_id, name in sessions.items():
        text = text.replace(f"0x{session_id:x}", name)
    # Buckets of expiry times are as many as it happens, and Apache's server prints empty ones too.
    for pattern, replacement in (
        (
            r"(?m)^Zookeeper version: 3\.9\.\d+\S*, built on \d{4}-\d\d-\d\d \d\d:\d\d UTC$",
            "Zookeeper version: <version>",
        ),
        (r"(?m)^zk_version\t3\.9\.\d+\S*, built on \d{4}-\d\d-\d\d \d\d:\d\d UTC$", "zk_version\t<version>"),
        (r"/127\.0\.0\.1:\d+", "/127.0.0.1:<port>"),
        (r"clientPort=\d+", "clientPort=<port>"),
        (r"(?m)^(data(?:Log)?Dir)=/.*/version-2$", r"\1=<dir>/version-2"),
        (r"(?m)^(data(?:Log)?Size|dataDirSize)=\d+$", r"\1=#"),
        (r"(?m)^((?:data|log)dir_size): \d+$", r"\1: #"),
        (r"(Zxid: |lzxid=)(0x[0-9a-f]+)", lambda match: f"{match[1]}{transactions_until(int(match[2], 16))}"),
        (r"Latency min/avg/max: \d+/[\d.]+/\d+", "Latency min/avg/max: #"),
        (r"(est|lresp|llat|minlat|avglat|maxlat)=\d+", r"\1=#"),
        (
            r"(?m)^\d+ expire at \w{3} \w{3} \d\d \d\d:\d\d:\d\d \w+ \d{4}:\n(\tip: .*\n|\t<.*\n)*",
            "<bucket of connections or sessions>\n",
        ),
        (r"(<bucket of connections or sessions>\n)+", r"\1"),
        (r"(?m)^(Session|Connections) Sets \(\d+\)/", r"\1 Sets (#)/"),
    ):
        text = re.sub(pattern, replacement, text)
    return text


def by_line(text):
    """Sorted, where the order of the original is that of a hash table."""
    return "\n".join(sorted(text.split("\n")))


with Clients() as clients:
    # The harness asked until the server answered: those words are not counted from here on.
    step("srst", ask, b"srst")
    for word in ("ruok", "isro", "srvr", "stat", "conf", "cons", "wchs", "wchc", "wchp", "dump", "dirs"):
        step(f"{word} on an empty server", lambda word=word: masked(ask(word.encode()), {}))
    step("ruok with a newline", ask, b"ruok\n")
    step("ruok with more behind it", ask, b"ruok and more\r\n")
    step("ruok of a client that closes its side", ask, b"ruok", half_close=True)
    step("an unknown word", ask, b"nope")
    step("upper case", ask, b"RUOK")
    step("telnet's interrupt", ask, b"\xff\xf4\xff\xfd")
    step("packets counted for these words", lambda: re.findall(r"(?:Received|Sent): \d+", ask(b"srvr")))
    step("srst before there are sessions", ask, b"srst")

    first = clients.start(timeout=40.0)
    second = clients.start(timeout=40.0)
    sessions = {first.client_id[0]: "<first>", second.client_id[0]: "<second>"}
    first.create("/app", b"x")
    first.create("/app/e1", b"", ephemeral=True)
    second.create("/app/e2", b"", ephemeral=True)
    for client in (first, second):
        client.get("/app", watch=lambda event: None)
    first.exists("/missing", watch=lambda event: None)
    first.get_children("/app", watch=lambda event: None)
    for word in ("srvr", "wchs"):
        step(word, lambda word=word: masked(ask(word.encode()), sessions))
    for word in ("stat", "cons", "wchc", "wchp", "dump"):
        step(f"{word}, lines sorted", lambda word=word: by_line(masked(ask(word.encode()), sessions)))
    lines = ask(b"mntr").split("\n")
    keys = [line.split("\t")[0] for line in lines]
    say("mntr: first keys", keys[:12])
    for key in (
        "zk_server_state",
        "zk_ephemerals_count",
        "zk_num_alive_connections",
        "zk_outstanding_requests",
        "zk_znode_count",
        "zk_global_sessions",
        "zk_local_sessions",
        "zk_watch_count",
        "zk_approximate_data_size",
        "zk_stale_sessions_expired",
        "zk_connection_rejected",
        "zk_auth_failed_count",
        "zk_connection_drop_probability",
        "zk_insecure_admin_count",
        "zk_throttled_ops",
        "zk_large_requests_rejected",
        "zk_digest_mismatches_count",
    ):
        values = [line for line in lines if line.split("\t")[0] == key]
        say(f"mntr: {key}", values)
    say(
        "mntr: lines that monitoring tools cannot read",
        [line for line in lines[1:] if line and not re.match(r"^zk_(\w+)\s+([\w.\-]+)$", line)],
    )
    environment = ask(b"envi").split("\n")
    say("envi: first line", environment[0])
    say("envi: keys", [line.split("=")[0] for line in environment[1:]])
    step("server_version of kazoo", lambda: first.server_version()[:2])
    step("command of kazoo", first.command, b"ruok")
    step("srst again", ask, b"srst")
    step("srvr after srst: packets", lambda: re.findall(r"(?:Received|Sent): \d+", ask(b"srvr")))
    step("crst", ask, b"crst")
    step("gtmk", ask, b"gtmk")
    step("hash", ask, b"hash")
