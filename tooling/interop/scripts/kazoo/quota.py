"""Quotas with enforcement on: soft and hard limits, counts and bytes, the statistics nodes."""

from transcript import Clients, step

with Clients() as clients:
    client = clients.start()
    client.create("/q", b"12345")
    client.create("/q/one", b"1")
    client.ensure_path("/zookeeper/quota/q")
    step(
        "create the limits",
        client.create,
        "/zookeeper/quota/q/zookeeper_limits",
        b"count=3,bytes=20=;byteHardLimit=30;countHardLimit=4",
    )
    step("create the statistics", client.create, "/zookeeper/quota/q/zookeeper_stats", b"count=0,bytes=0")
    step("the statistics", client.get, "/zookeeper/quota/q/zookeeper_stats")
    step("within the limit", client.create, "/q/two", b"22")
    step("at the hard limit", client.create, "/q/three", b"333")
    step("beyond the hard limit of nodes", client.create, "/q/four", b"")
    step("beyond it, sequence", client.create, "/q/s-", b"", sequence=True)
    transaction = client.transaction()
    transaction.create("/q/in-transaction", b"")
    step("beyond it, in a transaction", transaction.commit)
    step("set within the limit of bytes", client.set, "/q/one", b"1" * 15)
    step("set beyond the hard limit of bytes", client.set, "/q/one", b"1" * 40)
    step("set smaller", client.set, "/q/one", b"")
    step("the statistics count", client.get, "/zookeeper/quota/q/zookeeper_stats")
    step("delete", client.delete, "/q/three")
    step("create after delete", client.create, "/q/four", b"4")
    step("the statistics after that", client.get, "/zookeeper/quota/q/zookeeper_stats")
    step("outside the quota", client.create, "/free", b"x" * 1000)
    step("a wrong limit", client.set, "/zookeeper/quota/q/zookeeper_limits", b"count=two")
    step("create under a wrong limit", client.create, "/q/wrong", b"")
    step("no limits any more", client.delete, "/zookeeper/quota/q/zookeeper_limits")
    step("create without limits", client.create, "/q/unlimited", b"x" * 100)
    step("statistics stay behind", client.get, "/zookeeper/quota/q/zookeeper_stats")
