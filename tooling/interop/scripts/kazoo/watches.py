"""Watches: which change fires which watch, once, in which order, and before the reply of a later read."""

import threading

from kazoo.recipe.watchers import ChildrenWatch, DataWatch
from kazoo.security import make_digest_acl

from transcript import Clients, Events, say, show, step, wait_until

with Clients() as clients:
    client = clients.start()
    other = clients.start()
    events = Events(client)

    def arm(path):
        client.exists(path, watch=events.watcher("exists"))
        if client.exists(path):
            client.get(path, watch=events.watcher("data"))
            client.get_children(path, watch=events.watcher("children"))

    arm("/w")
    other.create("/w", b"1")
    step("create after an exists watch", events.take)
    arm("/w")
    other.set("/w", b"2")
    step("set", events.take)
    other.set("/w", b"3")
    step("a watch fires once", events.take)
    other.create("/w/child", b"")
    step("create of a child", events.take)
    arm("/w")
    other.set("/w/child", b"x")
    step("set of a child", events.take)
    other.create("/w/child/grandchild", b"")
    step("create of a grandchild", events.take)
    other.delete("/w/child/grandchild")
    other.delete("/w/child")
    step("delete of a child", events.take)
    arm("/w")
    other.delete("/w")
    step("delete", events.take)
    other.create("/w", b"")
    step("create after delete", events.take)

    client.get_children("/", watch=events.watcher("children of /"))
    other.create("/top", b"")
    step("children of /", events.take)
    client.get("/", watch=events.watcher("data of /"))
    other.set("/", b"r")
    step("data of /", events.take)

    client.get("/w", watch=events.watcher("data"))
    client.set("/w", b"same session")
    step("own change", events.take)
    client.get("/w", watch=events.watcher("data"))
    other.get_acls("/w")
    other.set_acls("/w", other.get_acls("/w")[0])
    step("set_acls fires nothing", events.take)
    other.set("/w", b"after set_acls")
    step("the watch was still there", events.take)

    client.get("/w", watch=events.watcher("first"))
    client.get("/w", watch=events.watcher("second"))
    client.exists("/w", watch=events.watcher("third"))
    other.set("/w", b"x")
    step("several watchers of one node", events.take)

    step("get of a missing node sets no watch", client.get, "/none", watch=events.watcher("get /none"))
    other.create("/none", b"")
    step("so nothing fires", events.take)
    step(
        "children of a missing node set no watch",
        client.get_children,
        "/none2",
        watch=events.watcher("children /none2"),
    )
    other.create("/none2", b"")
    step("so nothing fires either", events.take)

    for number in range(5):
        client.exists(f"/many-{number}", watch=events.watcher("exists"))
    for number in (3, 1, 4, 0, 2):
        other.create(f"/many-{number}", b"")
    step("many watches fire in the order of the changes", events.take)

    ephemeral_owner = clients.start()
    ephemeral_owner.create("/w/ephemeral", b"", ephemeral=True)
    client.get("/w/ephemeral", watch=events.watcher("data"))
    client.get_children("/w", watch=events.watcher("children"))
    ephemeral_owner.stop()
    step("the owner of an ephemeral closes", events.take)

    own = clients.start()
    own_events = Events(own)
    own.create("/own", b"", acl=[make_digest_acl("owner", "secret", all=True)])
    step("watch on what may not be read", own.get, "/own", watch=own_events.watcher("data"))
    own.add_auth("digest", "owner:secret")
    own.set("/own", b"")
    step("was not set", own_events.take)
    step("exists watch on what may be read", own.exists, "/own", watch=own_events.watcher("exists"))
    own.set_acls("/own", [make_digest_acl("somebody else", "x", all=True)])
    root_of_it = clients.start()
    root_of_it.add_auth("digest", "somebody else:x")
    root_of_it.set("/own", b"changed")
    step("no event for who lost READ", own_events.take)
    root_of_it.delete("/own")
    step("nor later", own_events.take)
    step("exists watch on a missing node", own.exists, "/hidden", watch=own_events.watcher("exists"))
    root_of_it.create("/hidden", b"", acl=[make_digest_acl("somebody else", "x", all=True)])
    step("no event for a node created unreadable", own_events.take)

    seen = []
    reached = threading.Event()

    def remember(data, stat, event):
        seen.append(f"{show(data)} version {stat.version if stat else None} {show(event) if event else None}")

    other.create("/recipe", b"0")
    DataWatch(client, "/recipe", remember)
    for value in (b"1", b"2"):
        other.set("/recipe", value)
        wait_until(lambda value=value: any(show(value) in line for line in seen))
    other.delete("/recipe")
    wait_until(lambda: "None version None" in seen[-1])
    other.create("/recipe", b"back")
    wait_until(lambda: "back" in seen[-1])
    say("DataWatch", seen)

    lists = []
    ChildrenWatch(client, "/recipe", lambda children: lists.append(sorted(children)))
    for name in ("a", "b"):
        other.create(f"/recipe/{name}", b"")
        wait_until(lambda name=name: name in lists[-1])
    other.delete("/recipe/a")
    wait_until(lambda: lists[-1] == ["b"])
    say("ChildrenWatch", lists)
