import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooKeeper;

/** Sessions of the Java client: negotiation, taking over, expiry, failed authentication, closing. */
final class Sessions {
    private Sessions() {}

    public static void main(String[] args) throws Exception {
        try (ZooKeeper watcher = Transcript.connect(event -> {})) {
            negotiation();
            takeOver(watcher);
            expiry(watcher);
            authentication();
            closing(watcher);
        }
    }

    private static void negotiation() throws Exception {
        for (int timeoutMs : new int[] {500, 5_000, 1_000_000}) {
            try (ZooKeeper client = Transcript.connect(Transcript.SERVER, timeoutMs, event -> {})) {
                Transcript.say("session timeout asked " + timeoutMs, String.valueOf(client.getSessionTimeout()));
            }
        }
    }

    private static void takeOver(ZooKeeper watcher) throws Exception {
        Transcript.Events events = new Transcript.Events();
        ZooKeeper owner = Transcript.connect(Transcript.PROXY, 20_000, events);
        owner.create("/owned", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        Transcript.askHarness("cut-connections");
        events.await("Disconnected");
        try (ZooKeeper heir = Transcript.reattach(owner, event -> {})) {
            Transcript.say("taken over: same id", String.valueOf(heir.getSessionId() == owner.getSessionId()));
            Transcript.say(
                    "taken over: same password",
                    String.valueOf(Arrays.equals(heir.getSessionPasswd(), owner.getSessionPasswd())));
            Transcript.step("taken over: the ephemeral lives", () -> watcher.exists("/owned", false) != null);
            Transcript.step("taken over: the heir goes on", () -> heir.setData(
                            "/owned", "heir".getBytes(StandardCharsets.UTF_8), 0)
                    .getVersion());
        }
        Transcript.step("closed by the heir: the ephemeral is gone", () -> watcher.exists("/owned", false) == null);
        Transcript.askHarness("heal-connections");
        events.await("Expired");
        Transcript.step("the first owner's events", events::takeSeen);
        owner.close();
    }

    private static void expiry(ZooKeeper watcher) throws Exception {
        Transcript.Events events = new Transcript.Events();
        ZooKeeper client = Transcript.connect(Transcript.PROXY, 2_000, events);
        client.create("/expiring", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        Transcript.askHarness("cut-connections");
        Transcript.waitUntil(() -> watcher.exists("/expiring", false) == null);
        Transcript.askHarness("heal-connections");
        events.await("Expired");
        Transcript.step("expired: events", events::takeSeen);
        Transcript.step("expired: a request", () -> client.exists("/", false));
        client.close();
    }

    private static void authentication() throws Exception {
        Transcript.Events events = new Transcript.Events();
        ZooKeeper client = Transcript.connect(events);
        client.addAuthInfo("nope", new byte[0]);
        events.await("AuthFailed");
        Transcript.step("auth failed: events", events::takeSeen);
        Transcript.step("auth failed: a request", () -> client.exists("/", false));
        Transcript.say("auth failed: state", client.getState().toString());
        client.close();
    }

    private static void closing(ZooKeeper watcher) throws Exception {
        Transcript.Events events = new Transcript.Events();
        ZooKeeper client = Transcript.connect(events);
        client.create("/closing", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        client.close();
        events.await("Closed");
        Transcript.step("closed: events", events::takeSeen);
        Transcript.step("closed: the ephemeral", () -> watcher.exists("/closing", false));
        Transcript.step("closed: a request", () -> client.exists("/", false));
    }
}
