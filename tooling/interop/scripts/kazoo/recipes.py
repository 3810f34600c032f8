"""Kazoo's recipes as a smoke test: what people build on the basic operations works on top of this server."""

import threading

from kazoo.recipe.cache import TreeCache
from kazoo.recipe.watchers import PatientChildrenWatch

from transcript import Clients, say, step, wait_until


def settled(partitioner):
    """Whether a partitioner has its share; lets it go on when it has to give the share back first."""
    if partitioner.release:
        partitioner.release_set()
    return partitioner.acquired


with Clients() as clients:
    first = clients.start()
    second = clients.start()

    lock, rival = first.Lock("/lock", "first"), second.Lock("/lock", "second")
    step("Lock: acquire", lock.acquire)
    step("Lock: a rival does not get it", rival.acquire, blocking=False)
    step("Lock: contenders", rival.contenders)
    waiter = threading.Thread(target=rival.acquire)
    waiter.start()
    wait_until(lambda: len(lock.contenders()) == 2)
    step("Lock: contenders in order", lock.contenders)
    step("Lock: release", lock.release)
    waiter.join(30)
    say("Lock: the rival has it", rival.is_acquired)
    rival.release()
    reader, reader2, writer = first.ReadLock("/rw", "r1"), second.ReadLock("/rw", "r2"), second.WriteLock("/rw", "w")
    step("ReadLock: two readers", lambda: (reader.acquire(), reader2.acquire()))
    step("WriteLock: waits for readers", writer.acquire, blocking=False)
    reader.release()
    reader2.release()
    step("WriteLock: after the readers", writer.acquire)
    writer.release()
    semaphore = first.Semaphore("/semaphore", "s", max_leases=1)
    step("Semaphore: acquire", semaphore.acquire)
    step("Semaphore: none left", second.Semaphore("/semaphore", "t", max_leases=1).acquire, blocking=False)
    step("Semaphore: holders", semaphore.lease_holders)
    semaphore.release()

    led = []
    election = first.Election("/election", "first")
    election.run(lambda: led.append(election.contenders()))
    second.Election("/election", "second").run(lambda: led.append("second"))
    say("Election", led)

    counter = first.Counter("/counter")
    counter += 5
    other = second.Counter("/counter")
    other -= 2
    say("Counter", (counter.value, other.value))
    decimal = first.Counter("/decimal", default=1.5)
    decimal += 0.25
    say("Counter of floats", decimal.value)

    queue = first.Queue("/queue")
    for item, priority in ((b"late", 200), (b"early", 1), (b"normal", 100)):
        queue.put(item, priority)
    say("Queue", (len(queue), [queue.get(), queue.get(), queue.get(), queue.get()]))
    locking = first.LockingQueue("/locking-queue")
    locking.put_all([b"a", b"b"])
    step("LockingQueue: get", locking.get, timeout=10)
    step("LockingQueue: get again gives the same", locking.get, timeout=10)
    step("LockingQueue: consume", locking.consume)
    step("LockingQueue: next", locking.get, timeout=10)
    step("LockingQueue: consume it", locking.consume)
    say("LockingQueue: left", len(locking))

    barrier = first.Barrier("/barrier")
    barrier.create()
    step("Barrier: closed", second.Barrier("/barrier").wait, timeout=0.05)
    step("Barrier: remove", barrier.remove)
    step("Barrier: open", second.Barrier("/barrier").wait, timeout=10)
    double, partner = first.DoubleBarrier("/double", 2, "one"), second.DoubleBarrier("/double", 2, "two")
    entering = threading.Thread(target=double.enter)
    entering.start()
    partner.enter()
    entering.join(30)
    say("DoubleBarrier: entered", len(first.get_children("/double")))
    leaving = threading.Thread(target=double.leave)
    leaving.start()
    partner.leave()
    leaving.join(30)
    say("DoubleBarrier: left", first.get_children("/double"))

    party, guest = first.Party("/party", "host"), second.Party("/party", "guest")
    party.join()
    guest.join()
    say("Party", (sorted(party), len(guest)))
    guest.leave()
    say("Party: one left", (sorted(party), len(guest)))
    shallow = first.ShallowParty("/shallow", "me")
    shallow.join()
    say("ShallowParty", sorted(shallow))

    first.ensure_path("/patient")
    patient = PatientChildrenWatch(first, "/patient", time_boundary=0.1)
    children = patient.start()
    second.create("/patient/a", b"")
    say("PatientChildrenWatch", sorted(children.get(timeout=30)[0]))

    one, two = (
        client.SetPartitioner("/partition", ("a", "b", "c"), identifier=name, time_boundary=0.1)
        for client, name in ((first, "one"), (second, "two"))
    )
    wait_until(lambda: settled(one) and settled(two))
    say("SetPartitioner", sorted([*one, *two]))
    one.finish()
    two.finish()

    first.ensure_path("/cached/child")
    tree = TreeCache(first, "/cached")
    tree.start()
    second.set("/cached/child", b"seen")
    wait_until(lambda: (found := tree.get_data("/cached/child")) is not None and found.data == b"seen")
    say("TreeCache", (sorted(tree.get_children("/cached")), tree.get_data("/cached/child").data))
    tree.close()
    retried = first.retry(second.exists, "/cached")
    say("retry", retried.version)
