"""A client lives through a restart of the server."""

from transcript import Clients, Events, ask_harness, say, step, wait_until


def states_of(client):
    states = []
    client.add_listener(lambda state: states.append(str(state)) and None)
    return states


with Clients() as clients:
    client = clients.start(timeout=20.0)
    states = states_of(client)
    session_id = client.client_id[0]
    client.create("/persistent", b"kept")
    client.create("/ephemeral", b"", ephemeral=True)
    events = Events(client)
    client.get("/persistent", watch=events.watcher("data"))
    ask_harness("restart-server")
    wait_until(lambda: states and states[-1] == "CONNECTED")
    say("connected again", states[-1])
    say("same session", client.client_id[0] == session_id)
    step("a persistent node", client.get, "/persistent")
    step("an ephemeral", lambda: client.exists("/ephemeral") is not None)
    step("create", client.create, "/after", b"")
    step("sequence", client.create, "/s-", b"", sequence=True)
    other = clients.start()
    step("another client", lambda: sorted(other.get_children("/")))
    step("events", events.take)
