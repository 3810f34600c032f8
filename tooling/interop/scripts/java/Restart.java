import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;

import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooKeeper;

/** A Java client lives through a restart of the server, its watches too. */
final class Restart {
    private Restart() {}

    public static void main(String[] args) throws Exception {
        Transcript.Events session = new Transcript.Events();
        Transcript.Events events = new Transcript.Events();
        try (ZooKeeper client = Transcript.connect(session)) {
            client.create("/kept", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            client.create("/ephemeral", null, OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
            client.getData("/kept", events.labelled("data"), null);
            client.exists("/later", events.labelled("exists"));
            session.takeSeen();
            Transcript.askHarness("restart-server");
            session.await("SyncConnected", "Expired");
            Transcript.step("session events", session::takeSeen);
            Transcript.step("a persistent node", () -> client.exists("/kept", false));
            Transcript.step("an ephemeral node", () -> client.exists("/ephemeral", false));
            Transcript.step("set", () -> client.setData("/kept", null, -1));
            Transcript.step("create", () -> client.create("/later", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
            Transcript.step(
                    "watches set before the restart",
                    () -> events.take(client).stream().sorted().toList());
        }
    }
}
