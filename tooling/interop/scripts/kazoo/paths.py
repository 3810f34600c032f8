"""Path rules as the server sees them: kazoo passes most strings on, so the answers are the server's."""

from transcript import Clients, step

VALID = [
    "/.hidden",
    "/...",
    "/a.b",
    "/blank inside",
    "/ leading",
    "/trailing ",
    "/q?u=e&r#y",
    "/Ünï-cödé",
    "/中文/子",
    "/%00",
    "/back\\slash",
]
INVALID = [
    "/nul\u0000inside",
    "/control\u0001",
    "/control\u001f",
    "/delete\u007f",
    "/c1\u0080",
    "/c1\u009f",
    "/private\ue000",
    "/private\uf8ff",
    "/special\ufff0",
    "/special\uffff",
    "/emoji\U0001f600",
]


def escaped(path):
    return path.encode("unicode_escape").decode("ascii")


with Clients() as clients:
    client = clients.start()
    for path in VALID:
        step(f"create {escaped(path)}", client.create, path, path.encode(), makepath=True)
        step(f"get {escaped(path)}", client.get, path)
    step("children of /", lambda: sorted(client.get_children("/")))
    for path in INVALID:
        step(f"create {escaped(path)}", client.create, path, b"")
        step(f"get {escaped(path)}", client.get, path)
        step(f"exists {escaped(path)}", client.exists, path)
        step(f"set {escaped(path)}", client.set, path, b"")
        step(f"delete {escaped(path)}", client.delete, path)
        step(f"children {escaped(path)}", client.get_children, path)
        step(f"get_acls {escaped(path)}", client.get_acls, path)
    for path in ["relative", "", "/a//b", "/./b", "/a/../b", "/trailing/", "//"]:
        step(f"create {path!r}", client.create, path, b"")
        step(f"get {path!r}", client.get, path)
        step(f"exists {path!r}", client.exists, path)
        step(f"delete {path!r}", client.delete, path)
    step("a long name", client.create, "/" + "n" * 5000, b"")
    step("a deep path", client.create, "/deep" * 200, b"", makepath=True)
    step("stat of a deep path", client.exists, "/deep" * 200)

    chrooted = clients.start(chroot="/chroot/inner")
    step("create in a missing chroot", chrooted.create, "/x", b"")
    step("create the chroot", client.ensure_path, "/chroot/inner")
    step("create in the chroot", chrooted.create, "/x", b"1")
    step("create sequence in the chroot", chrooted.create, "/s-", b"", sequence=True)
    step("children of / in the chroot", lambda: sorted(chrooted.get_children("/")))
    step("transaction in the chroot", lambda: chrooted.transaction().commit())
    transaction = chrooted.transaction()
    transaction.create("/t", b"")
    transaction.create("/missing/t", b"")
    step("failed transaction in the chroot", transaction.commit)
    step("children outside the chroot", lambda: sorted(client.get_children("/chroot/inner")))
    step("delete in the chroot", chrooted.delete, "/x")
