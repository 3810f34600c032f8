"""The super user, named by its digest in the server's configuration, passes every ACL."""

from kazoo.security import ACL, Id, make_digest_acl

from transcript import Clients, step

with Clients() as clients:
    client = clients.start()
    root = clients.start()
    step(
        "create what nobody may touch", client.create, "/locked", b"x", acl=[make_digest_acl("nobody", "x", admin=True)]
    )
    step("get without being super", client.get, "/locked")
    step("add_auth with a wrong super password", client.add_auth, "digest", "super:wrong")
    step("get with a wrong super password", client.get, "/locked")
    step("add_auth super", root.add_auth, "digest", "super:admin")
    step("get as super", root.get, "/locked")
    step("set as super", root.set, "/locked", b"y")
    step("get_acls as super", root.get_acls, "/locked")
    step("set_acls as super", root.set_acls, "/locked", [ACL(1, Id("world", "anyone"))])
    step("auth scheme as super", root.create, "/by-super", b"", acl=[ACL(31, Id("auth", ""))])
    step("get_acls of the auth scheme as super", root.get_acls, "/by-super")
    step("set /zookeeper/config as super", root.set, "/zookeeper/config", b"x")
    step("set /zookeeper/config", client.set, "/zookeeper/config", b"x")
    step("reconfig as super", root.reconfig, joining="server.1=127.0.0.1:1:2;3", leaving=None, new_members=None)
    step("delete as super", root.delete, "/locked")
