"""Transactions: each operation in a multi, and the result of every part when one of them fails."""

from kazoo.security import ACL, Id, make_digest_acl

from transcript import Clients, Events, say, step, transactions_until


def commit(client, *operations):
    transaction = client.transaction()
    for name, *arguments in operations:
        getattr(transaction, name)(*arguments)
    return transaction.commit()


with Clients() as clients:
    client = clients.start()
    events = Events(client)
    client.create("/t", b"")
    client.create("/t/a", b"a")
    client.create("/t/b", b"b")

    step("an empty transaction", commit, client)
    step(
        "all operations",
        commit,
        client,
        ("check", "/t", 0),
        ("create", "/t/new", b"n"),
        ("set_data", "/t/a", b"2"),
        ("delete", "/t/b"),
    )
    step("the tree after it", lambda: sorted(client.get_children("/t")))
    step("a node set in it", client.get, "/t/a")
    step("a node created in it", client.get, "/t/new")
    step("parent after it", client.exists, "/t")

    step("first part fails", commit, client, ("check", "/t", 9), ("create", "/t/x", b""), ("delete", "/t/a"))
    step(
        "middle part fails", commit, client, ("create", "/t/x", b""), ("create", "/t/a", b""), ("set_data", "/t/a", b"")
    )
    step(
        "last part fails", commit, client, ("create", "/t/x", b""), ("set_data", "/t/a", b""), ("delete", "/t/missing")
    )
    step("two parts would fail", commit, client, ("delete", "/t/missing"), ("create", "/t/a", b""))
    step("nothing is left of the failed ones", lambda: sorted(client.get_children("/t")))
    step("data is as before", client.get, "/t/a")
    step("parent is as before", client.exists, "/t")

    step("check of a missing node", commit, client, ("check", "/missing", 0))
    step("check with any version", commit, client, ("check", "/t", -1))
    step("set with a bad version", commit, client, ("set_data", "/t/a", b"", 7))
    step("delete with a bad version", commit, client, ("delete", "/t/a", 7))
    step("delete of a node with children", commit, client, ("delete", "/t"))
    step("a bad path", commit, client, ("create", "/t/\u0001", b""))
    step("delete of /", commit, client, ("delete", "/"))

    step(
        "parts see earlier parts",
        commit,
        client,
        ("create", "/t/p", b""),
        ("create", "/t/p/c", b""),
        ("set_data", "/t/p/c", b"c", 0),
        ("check", "/t/p/c", 1),
        ("delete", "/t/p/c", 1),
        ("delete", "/t/p"),
    )
    step("a node that an earlier part deleted", commit, client, ("delete", "/t/new"), ("set_data", "/t/new", b""))
    step("delete, then create again", commit, client, ("delete", "/t/new"), ("create", "/t/new", b"again"))
    step("a node created again", client.get, "/t/new")
    step(
        "create below an ephemeral of the same transaction",
        commit,
        client,
        ("create", "/t/e", b"", None, True),
        ("create", "/t/e/c", b""),
    )
    step(
        "ephemeral and sequence",
        commit,
        client,
        ("create", "/t/e-", b"", None, True, True),
        ("create", "/t/e-", b"", None, False, True),
        ("create", "/t/plain", b"", None, True),
    )
    step("a sequence goes on", client.create, "/t/e-", b"", sequence=True)
    step("owner of an ephemeral", client.exists, "/t/plain")

    secret = [make_digest_acl("user", "secret", read=True)]
    step("create with an ACL", commit, client, ("create", "/t/secret", b"s", secret))
    step("get what it protects", client.get, "/t/secret")
    step("check what it protects", commit, client, ("check", "/t/secret", 0))
    step("set what it protects", commit, client, ("set_data", "/t/a", b"5"), ("set_data", "/t/secret", b""))
    step("create below what it protects", commit, client, ("create", "/t/secret/x", b""))
    step("create with an invalid ACL", commit, client, ("create", "/t/x", b"", [ACL(31, Id("no-such-scheme", "x"))]))
    step("create with the auth scheme", commit, client, ("create", "/t/x", b"", [ACL(31, Id("auth", ""))]))

    client.exists("/t/w", watch=events.watcher("exists /t/w"))
    client.get("/t/a", watch=events.watcher("data /t/a"))
    client.get_children("/t", watch=events.watcher("children /t"))
    commit(client, ("create", "/t/x", b""), ("delete", "/t/missing"))
    step("events of a failed transaction", events.take)
    commit(client, ("set_data", "/t/a", b"w"), ("create", "/t/w", b""), ("delete", "/t/w"), ("set_data", "/t/a", b"w2"))
    step("events of a transaction", events.take)

    step(
        "a hundred parts",
        lambda: len(commit(client, *[("create", f"/t/many-{number}", b"x" * 100) for number in range(100)])),
    )
    step("parent after a hundred parts", client.exists, "/t")
    say("last zxid", transactions_until(client.last_zxid))
