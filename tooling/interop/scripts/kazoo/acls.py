"""ACLs and authentication: who may do what, and how a bad list or a bad credential is refused."""

from kazoo.security import ACL, OPEN_ACL_UNSAFE, Id, Permissions, make_acl, make_digest_acl, make_digest_acl_credential

from transcript import Clients, say, step, transactions_until, wait_until


def digest(user, password):
    return Id("digest", make_digest_acl_credential(user, password))


def attempts(label, client, path):
    """Everything that needs a permission on a node."""
    step(f"{label}: get", client.get, path)
    step(f"{label}: exists", client.exists, path)
    step(f"{label}: children", client.get_children, path)
    step(f"{label}: set", client.set, path, b"by " + label.encode())
    step(f"{label}: create", client.create, path + "/child", b"")
    step(f"{label}: delete child", client.delete, path + "/child")
    step(f"{label}: get_acls", client.get_acls, path)
    step(f"{label}: set_acls", client.set_acls, path, client.get_acls(path)[0] if label == "owner" else OPEN_ACL_UNSAFE)


with Clients() as clients:
    client = clients.start()
    stranger = clients.start()
    step("get_acls of /", client.get_acls, "/")
    step("get_acls of /zookeeper/config", client.get_acls, "/zookeeper/config")
    step("get_acls of a missing node", client.get_acls, "/missing")
    step("set_acls of a missing node", client.set_acls, "/missing", OPEN_ACL_UNSAFE)

    step("auth scheme without an identity", client.create, "/auth", b"", acl=[ACL(Permissions.ALL, Id("auth", ""))])
    step("add_auth digest", client.add_auth, "digest", "owner:secret")
    step("auth scheme", client.create, "/auth", b"", acl=[ACL(Permissions.ALL, Id("auth", ""))])
    step("get_acls of the auth scheme", client.get_acls, "/auth")
    step("add a second digest", client.add_auth, "digest", "owner2:secret2")
    step(
        "auth scheme with two identities",
        client.create,
        "/auth2",
        b"",
        acl=[ACL(Permissions.READ, Id("auth", "ignored"))],
    )
    step("get_acls with two identities", client.get_acls, "/auth2")
    attempts("owner", client, "/auth")
    attempts("stranger", stranger, "/auth")
    step("owner gets what only readers may", client.set, "/auth2", b"")

    for name, permission in [
        ("read", Permissions.READ),
        ("write", Permissions.WRITE),
        ("create", Permissions.CREATE),
        ("delete", Permissions.DELETE),
        ("admin", Permissions.ADMIN),
        ("none", 0),
    ]:
        path = f"/world-{name}"
        step(f"create {path}", client.create, path, b"d", acl=[ACL(permission, Id("world", "anyone"))])
        attempts(f"stranger on {path}", stranger, path)

    step("delete without the permission on the parent", stranger.delete, "/auth/child")
    client.create("/auth/kept", b"")
    step("delete below a protected parent", stranger.delete, "/auth/kept")
    step("create below a protected parent", stranger.create, "/auth/new", b"")
    step("delete a protected node below an open parent", stranger.delete, "/auth2")

    step("ip scheme", client.create, "/ip", b"", acl=[ACL(31, Id("ip", "127.0.0.1"))])
    step("ip scheme admits", stranger.get, "/ip")
    step("ip scheme of another address", client.create, "/ip2", b"", acl=[ACL(31, Id("ip", "10.0.0.1"))])
    step("ip scheme refuses", stranger.get, "/ip2")
    step("ip scheme with a network", client.create, "/ip3", b"", acl=[ACL(31, Id("ip", "127.0.0.0/8"))])
    step("ip network admits", stranger.get, "/ip3")
    step("ip network that does not match", client.create, "/ip4", b"", acl=[ACL(31, Id("ip", "127.1.0.0/16"))])
    step("ip network refuses", stranger.get, "/ip4")

    step("invalid: unknown scheme", client.create, "/bad", b"", acl=[ACL(31, Id("nope", "x"))])
    step("invalid: world with another id", client.create, "/bad", b"", acl=[ACL(31, Id("world", "someone"))])
    step("invalid: digest without a colon", client.create, "/bad", b"", acl=[ACL(31, Id("digest", "user"))])
    step("invalid: digest with two colons", client.create, "/bad", b"", acl=[ACL(31, Id("digest", "a:b:c"))])
    step("invalid: ip address", client.create, "/bad", b"", acl=[ACL(31, Id("ip", "300.1.1.1"))])
    step("invalid: ip network", client.create, "/bad", b"", acl=[ACL(31, Id("ip", "127.0.0.1/33"))])
    step("invalid: empty scheme", client.create, "/bad", b"", acl=[ACL(31, Id("", ""))])
    step("invalid: super scheme", client.create, "/bad", b"", acl=[ACL(31, Id("super", ""))])
    step("invalid: in set_acls", client.set_acls, "/ip", [ACL(31, Id("nope", "x"))])
    step("empty list", lambda: client._create_async_inner("/bad", b"", [], 0).get())
    step("empty list in set_acls", client.set_acls, "/ip", [])
    step("permission bits beyond the known ones", client.create, "/bits", b"", acl=[ACL(0xFF, Id("world", "anyone"))])
    step("get_acls of them", client.get_acls, "/bits")
    step("the same entry twice", client.create, "/twice", b"", acl=[make_acl("world", "anyone", read=True)] * 2)
    step("get_acls of the same entry twice", client.get_acls, "/twice")

    step("set_acls", client.set_acls, "/ip", [make_digest_acl("owner", "secret", all=True)])
    step(
        "set_acls with the right version",
        client.set_acls,
        "/ip",
        [make_digest_acl("owner", "secret", all=True), make_acl("world", "anyone", read=True)],
        version=1,
    )
    step("set_acls with a bad version", client.set_acls, "/ip", OPEN_ACL_UNSAFE, version=1)
    step("get_acls after set_acls", client.get_acls, "/ip")
    step("get_acls seen by a stranger", stranger.get_acls, "/ip")
    step("exists after set_acls", client.exists, "/ip")
    step("a stranger becomes the owner", stranger.add_auth, "digest", "owner:secret")
    step("and may write", stranger.set, "/ip", b"mine")
    step("and sees the ACL", stranger.get_acls, "/ip")
    wrong = clients.start()
    step("another password", wrong.add_auth, "digest", "owner:wrong")
    step("may read", wrong.get, "/ip")
    step("may not write", wrong.set, "/ip", b"")

    with_auth = clients.start(auth_data=[("digest", "owner:secret")], default_acl=[ACL(31, Id("auth", ""))])
    step("auth_data and default_acl", with_auth.create, "/default", b"")
    step("get_acls of the default_acl", with_auth.get_acls, "/default")

    unknown = clients.start()
    step("add_auth with an unknown scheme", unknown.add_auth, "nope", "x:y")
    step("the state after it", wait_until, lambda: unknown.state == "LOST")
    step("a request after it", unknown.get, "/")
    # Credentials without a password: the server's answer decides whether the client lives on.
    halved = clients.start()
    step("add_auth digest without a colon", halved.add_auth, "digest", "nocolon:")
    step("a request after that", lambda: halved.exists("/") is not None)
    foreign = clients.start()
    step("add_auth world", foreign.add_auth, "world", "anyone:x")
    ip = clients.start()
    step("add_auth ip", ip.add_auth, "ip", "127.0.0.1:x")
    step("a request after add_auth ip", lambda: ip.exists("/") is not None)
    say("last zxid", transactions_until(client.last_zxid))
