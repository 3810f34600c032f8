import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.StatsTrack;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.cli.SetQuotaCommand;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;

/**
 * Has the server log every kind of transaction, below the path of the first argument; with a second argument also changes
 * what an earlier run left below that one. Leaves a session open that has ephemeral znodes.
 */
public final class EveryTransaction {
    private static final int SESSION_TIMEOUT_MS = 40_000;
    private static final int MANY = 100;
    private static final int LARGE_BYTES = 100_000;
    private static final long LONG_TTL_MS = 3_600_000;

    private final ZooKeeper client;
    private final String root;

    private EveryTransaction(ZooKeeper client, String root) {
        this.client = client;
        this.root = root;
    }

    public static void main(String[] args) throws Exception {
        ZooKeeper client = Transcript.connect(Transcript.SERVER, SESSION_TIMEOUT_MS, event -> {});
        client.addAuthInfo("digest", "somebody:secret".getBytes(UTF_8));
        client.create(args[0], null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        EveryTransaction here = new EveryTransaction(client, args[0]);
        if (args.length > 1) {
            here.changeEarlier(args[1]);
        }
        here.data();
        here.modes();
        here.accessControl();
        here.quotas();
        here.many();
        here.multi();
        here.failures();
        here.reaped();
        here.closedSession();
        System.out.println("done");
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private void data() throws Exception {
        create("/null", null);
        create("/empty", new byte[0]);
        byte[] everyByte = new byte[256];
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = (byte) i;
        }
        create("/binary", everyByte);
        create("/large", new byte[LARGE_BYTES]);
        create("/größe Ω 動物園", "🐘 im Zoo".getBytes(UTF_8));
        create("/changed", "before".getBytes(UTF_8));
        client.setData(root + "/changed", "after".getBytes(UTF_8), 0);
        client.setData(root + "/changed", null, 1);
        client.setData(root + "/changed", everyByte, -1);
        client.setData(root + "/null", new byte[0], -1);
        create("/parent", null);
        create("/parent/kept", null);
        create("/parent/deleted", "gone".getBytes(UTF_8));
        client.delete(root + "/parent/deleted", 0);
    }

    private void modes() throws Exception {
        create("/modes", null);
        byte[] data = "data".getBytes(UTF_8);
        for (CreateMode mode : CreateMode.values()) {
            String name = root + "/modes/" + mode.name().toLowerCase() + "-";
            long ttl = mode.isTTL() ? LONG_TTL_MS : -1;
            if (mode.isTTL()) {
                client.create(name + "ttl", data, Ids.OPEN_ACL_UNSAFE, mode, new Stat(), ttl);
            } else {
                client.create(name + "create", data, Ids.OPEN_ACL_UNSAFE, mode);
                client.create(name + "create2", data, Ids.OPEN_ACL_UNSAFE, mode, new Stat());
            }
        }
        create("/modes/container-create/child", null);
    }

    private void accessControl() throws Exception {
        List<ACL> mixed = Arrays.asList(
                new ACL(Perms.READ | Perms.CREATE, new Id("world", "anyone")),
                new ACL(Perms.ALL, new Id("ip", "127.0.0.0/8")));
        client.create(root + "/created-with-acl", null, mixed, CreateMode.PERSISTENT);
        client.create(root + "/mine", null, Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
        create("/acl", null);
        client.setACL(root + "/acl", Ids.READ_ACL_UNSAFE, 0);
        create("/closed", null);
        client.setACL(root + "/closed", Collections.singletonList(new ACL(0, new Id("world", "anyone"))), -1);
    }

    private void quotas() throws Exception {
        create("/limited", null);
        create("/limited/early", "12345".getBytes(UTF_8));
        StatsTrack limits = new StatsTrack();
        limits.setCount(1000);
        limits.setByteHardLimit(1_000_000);
        SetQuotaCommand.createQuota(client, root + "/limited", limits);
        create("/limited/late", "123".getBytes(UTF_8));
        client.setData(root + "/limited/early", "1234567".getBytes(UTF_8), -1);
        create("/limited/deleted", "12".getBytes(UTF_8));
        client.delete(root + "/limited/deleted", -1);
    }

    /** Writes without waiting, so that they share batches and snapshots begin among them. */
    private void many() throws Exception {
        create("/many", null);
        CountDownLatch left = new CountDownLatch(2 * MANY);
        for (int i = 0; i < MANY; i++) {
            String path = root + "/many/" + i;
            client.create(path, path.getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT,
                    (code, created, context, name) -> left.countDown(), null);
            if (i % 2 == 0) {
                client.setData(path, "even".getBytes(UTF_8), 0, (code, set, context, stat) -> left.countDown(), null);
            } else {
                client.delete(path, 0, (code, deleted, context) -> left.countDown(), null);
            }
        }
        left.await();
    }

    private void multi() throws Exception {
        create("/multi", null);
        String path = root + "/multi/";
        byte[] data = "multi".getBytes(UTF_8);
        client.multi(List.of(
                Op.create(path + "a", data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                Op.create(path + "s-", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL),
                Op.create(path + "e", data, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL),
                Op.create(path + "c", data, Ids.OPEN_ACL_UNSAFE, CreateMode.CONTAINER),
                Op.create(path + "t", data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, LONG_TTL_MS),
                Op.create(path + "d", data, Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT),
                Op.check(path + "a", 0),
                Op.setData(path + "a", "set in the same multi".getBytes(UTF_8), 0),
                Op.delete(path + "d", 0)));
        expectFailure(() -> client.multi(List.of(
                Op.create(path + "never", data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                Op.setData(path + "a", data, -1),
                Op.check(path + "a", 1000))));
        expectFailure(() -> client.multi(List.of(Op.delete(path + "missing", -1))));
    }

    private void failures() throws Exception {
        expectFailure(() -> create("/parent", null));
        expectFailure(() -> create("/missing/child", null));
        expectFailure(() -> client.delete(root + "/parent", -1));
        expectFailure(() -> client.delete(root + "/missing", -1));
        expectFailure(() -> client.setData(root + "/changed", null, 1000));
        expectFailure(() -> client.setACL(root + "/acl", Ids.OPEN_ACL_UNSAFE, -1));
        expectFailure(() -> create("/modes/ephemeral-create/child", null));
    }

    /** What the server deletes by itself: a container that lost its last child, and a znode whose time has passed. */
    private void reaped() throws Exception {
        client.create(root + "/emptied", null, Ids.OPEN_ACL_UNSAFE, CreateMode.CONTAINER);
        create("/emptied/child", null);
        client.delete(root + "/emptied/child", -1);
        client.create(root + "/brief", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, new Stat(), 1);
        Transcript.waitUntil(() -> client.exists(root + "/emptied", false) == null);
        Transcript.waitUntil(() -> client.exists(root + "/brief", false) == null);
    }

    private void closedSession() throws Exception {
        ZooKeeper other = Transcript.connect(event -> {});
        for (String name : List.of("/parent/of-a-closed-session-1", "/of-a-closed-session-2")) {
            other.create(root + name, null, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        }
        other.close();
    }

    private void changeEarlier(String earlier) throws Exception {
        client.setData(earlier + "/binary", "changed later".getBytes(UTF_8), 0);
        client.setData(earlier + "/limited/late", "counted".getBytes(UTF_8), 0);
        client.delete(earlier + "/parent/kept", 0);
        client.delete(earlier + "/modes/ephemeral-create", 0);
        client.setACL(earlier + "/large", Ids.READ_ACL_UNSAFE, 0);
        for (CreateMode mode : List.of(CreateMode.PERSISTENT_SEQUENTIAL, CreateMode.EPHEMERAL_SEQUENTIAL)) {
            client.create(earlier + "/modes/later-", null, Ids.CREATOR_ALL_ACL, mode);
        }
    }

    private void create(String path, byte[] data) throws KeeperException, InterruptedException {
        client.create(root + path, data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    private static void expectFailure(Transcript.Action action) throws Exception {
        try {
            action.run();
        } catch (KeeperException expected) {
            return;
        }
        throw new IllegalStateException("succeeded");
    }
}
