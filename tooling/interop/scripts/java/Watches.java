import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;

import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZooKeeper;

/** Persistent and recursive watches, their removal, and what a client is told that was cut off meanwhile. */
final class Watches {
    private final Transcript.Events events = new Transcript.Events();
    private final ZooKeeper client;
    private final ZooKeeper other;

    private Watches(ZooKeeper client, ZooKeeper other) {
        this.client = client;
        this.other = other;
    }

    public static void main(String[] args) throws Exception {
        try (ZooKeeper client = Transcript.connect(event -> {});
                ZooKeeper other = Transcript.connect(event -> {})) {
            Watches watches = new Watches(client, other);
            watches.oneTime();
            watches.persistent();
            watches.recursive();
            watches.mixed();
            watches.removal();
            watches.defaultWatcher();
        }
        cutOff();
    }

    private void create(String path) throws Exception {
        other.create(path, null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    private void tell(String name) {
        Transcript.step(name, () -> events.take(client));
    }

    private void oneTime() throws Exception {
        Transcript.step("exists watch on a missing node", () -> client.exists("/once", events));
        create("/once");
        tell("created");
        client.exists("/once", events);
        client.getChildren("/once", events);
        create("/once/child");
        other.setData("/once", null, -1);
        tell("child created, data set");
        client.getData("/once/child", events.labelled("data"), null);
        client.getChildren("/once/child", events.labelled("child"));
        other.delete("/once/child", -1);
        tell("deleted: data and child watch of one connection");
        client.getData("/once", events, null);
        other.multi(List.of(
                Op.setData("/once", null, -1),
                Op.create("/once/m", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                Op.delete("/once/m", -1)));
        tell("changed by a multi");
    }

    private void persistent() throws Exception {
        create("/p");
        Transcript.act("addWatch PERSISTENT", () -> client.addWatch("/p", events, AddWatchMode.PERSISTENT));
        for (int round = 1; round <= 2; round++) {
            other.setData("/p", null, -1);
            create("/p/c");
            other.setData("/p/c", null, -1);
            create("/p/c/g");
            other.delete("/p/c/g", -1);
            other.delete("/p/c", -1);
            tell("PERSISTENT, round " + round);
        }
        other.delete("/p", -1);
        create("/p");
        tell("PERSISTENT survives deletion");
        Transcript.act("removeWatches of it", () -> client.removeWatches("/p", events, WatcherType.Persistent, false));
        other.setData("/p", null, -1);
        tell("PERSISTENT after removal");
    }

    private void recursive() throws Exception {
        create("/r");
        Transcript.act(
                "addWatch PERSISTENT_RECURSIVE",
                () -> client.addWatch("/r", events, AddWatchMode.PERSISTENT_RECURSIVE));
        other.setData("/r", null, -1);
        create("/r/a");
        create("/r/a/b");
        create("/r/a/b/c");
        other.setData("/r/a/b/c", null, -1);
        other.delete("/r/a/b/c", -1);
        create("/sibling");
        create("/rr");
        tell("PERSISTENT_RECURSIVE");
        Transcript.act(
                "addWatch PERSISTENT_RECURSIVE below it",
                () -> client.addWatch("/r/a", events.labelled("below"), AddWatchMode.PERSISTENT_RECURSIVE));
        other.setData("/r/a/b", null, -1);
        tell("two recursive watches on one branch");
        Transcript.act(
                "removeWatches of the upper one",
                () -> client.removeWatches("/r", events, WatcherType.PersistentRecursive, false));
        other.setData("/r/a/b", null, -1);
        other.setData("/r", null, -1);
        tell("PERSISTENT_RECURSIVE after removal");
        Transcript.act(
                "addWatch PERSISTENT_RECURSIVE on /",
                () -> client.addWatch("/", events.labelled("root"), AddWatchMode.PERSISTENT_RECURSIVE));
        create("/anywhere");
        tell("PERSISTENT_RECURSIVE on /");
        Transcript.act("removeAllWatches of /", () -> client.removeAllWatches("/", WatcherType.Any, false));
        Transcript.step("events of a removal", () -> events.take(client));
    }

    private void mixed() throws Exception {
        create("/mixed");
        client.addWatch("/mixed", events.labelled("persistent"), AddWatchMode.PERSISTENT);
        client.addWatch("/mixed", events.labelled("recursive"), AddWatchMode.PERSISTENT_RECURSIVE);
        client.getData("/mixed", events.labelled("data"), null);
        client.getChildren("/mixed", events.labelled("children"));
        other.setData("/mixed", null, -1);
        Transcript.step(
                "all kinds, data set",
                () -> events.take(client).stream().sorted().toList());
        create("/mixed/child");
        Transcript.step(
                "all kinds, child created",
                () -> events.take(client).stream().sorted().toList());
        other.delete("/mixed/child", -1);
        other.delete("/mixed", -1);
        Transcript.step(
                "all kinds, deleted",
                () -> events.take(client).stream().sorted().toList());
    }

    private void removal() throws Exception {
        create("/removal");
        Transcript.act(
                "remove a watch that is not there",
                () -> client.removeWatches("/removal", events, WatcherType.Any, false));
        Transcript.act(
                "remove all watches where none are", () -> client.removeAllWatches("/removal", WatcherType.Any, false));
        for (WatcherType type : WatcherType.values()) {
            client.getData("/removal", events.labelled("data"), null);
            client.getChildren("/removal", events.labelled("children"));
            client.addWatch("/removal", events.labelled("persistent"), AddWatchMode.PERSISTENT);
            Transcript.act("removeAllWatches " + type, () -> client.removeAllWatches("/removal", type, false));
            other.setData("/removal", null, -1);
            create("/removal/c");
            other.delete("/removal/c", -1);
            Transcript.step(
                    "what is left after removing " + type,
                    () -> events.take(client).stream().sorted().toList());
            Transcript.act(
                    "removing the rest after " + type,
                    () -> client.removeAllWatches("/removal", WatcherType.Any, true));
            events.take(client);
        }
        Watcher first = events.labelled("first");
        Watcher second = events.labelled("second");
        client.getData("/removal", first, null);
        client.getData("/removal", second, null);
        Transcript.act(
                "remove one of two watchers", () -> client.removeWatches("/removal", first, WatcherType.Data, false));
        other.setData("/removal", null, -1);
        tell("the other one still fires");
    }

    private void defaultWatcher() throws Exception {
        List<String> seen = new ArrayList<>();
        try (ZooKeeper own = Transcript.connect(event -> seen.add(Transcript.show(event)))) {
            own.exists("/removal", true);
            other.setData("/removal", null, -1);
            Transcript.step("default watcher", () -> {
                new Transcript.Events().take(own);
                return seen;
            });
        }
    }

    /** Changes while the connection is cut: each is told once, and the watches that did not fire are kept. */
    private static void cutOff() throws Exception {
        Transcript.Events session = new Transcript.Events();
        Transcript.Events events = new Transcript.Events();
        try (ZooKeeper client = Transcript.connect(Transcript.PROXY, 20_000, session);
                ZooKeeper other = Transcript.connect(event -> {})) {
            for (String name : List.of(
                    "/cut",
                    "/cut/set",
                    "/cut/deleted",
                    "/cut/children",
                    "/cut/untouched",
                    "/cut/persistent",
                    "/cut/recursive")) {
                other.create(name, null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            }
            long session1 = client.getSessionId();
            for (String name : List.of("set", "deleted", "untouched")) {
                client.getData("/cut/" + name, events.labelled("data"), null);
            }
            client.getChildren("/cut/children", events.labelled("children"));
            client.exists("/cut/created", events.labelled("exists"));
            client.exists("/cut/not-created", events.labelled("exists"));
            client.addWatch("/cut/persistent", events.labelled("persistent"), AddWatchMode.PERSISTENT);
            client.addWatch("/cut/recursive", events.labelled("recursive"), AddWatchMode.PERSISTENT_RECURSIVE);
            session.takeSeen();
            Transcript.askHarness("cut-connections");
            session.await("Disconnected");
            other.setData("/cut/set", null, -1);
            other.delete("/cut/deleted", -1);
            other.create("/cut/children/c", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            other.create("/cut/created", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            other.setData("/cut/persistent", null, -1);
            other.create("/cut/recursive/r", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            Transcript.askHarness("heal-connections");
            session.await("SyncConnected");
            Transcript.say("same session", String.valueOf(session1 == client.getSessionId()));
            Transcript.step("told after the reconnect", () -> events.take(client).stream()
                    .sorted()
                    .filter(event -> event.contains("/cut"))
                    .toList());
            other.setData("/cut/untouched", null, -1);
            other.create("/cut/not-created", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            other.setData("/cut/persistent", null, -1);
            other.create("/cut/recursive/r2", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            other.setData("/cut/set", null, -1);
            Transcript.step("watches that live on", () -> events.take(client).stream()
                    .filter(event -> event.contains("/cut"))
                    .toList());
            Transcript.step("session events", () -> session.takeSeen());
        }
    }
}
