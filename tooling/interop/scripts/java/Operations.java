import static org.apache.zookeeper.ZooDefs.Ids.CREATOR_ALL_ACL;
import static org.apache.zookeeper.ZooDefs.Ids.OPEN_ACL_UNSAFE;
import static org.apache.zookeeper.ZooDefs.Ids.READ_ACL_UNSAFE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Transaction;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.admin.ZooKeeperAdmin;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;

/** What zkCli cannot say: stats of creates, every kind of multi, multiRead, pipelining, the admin client. */
final class Operations {
    private static final int PIPELINED = 500;

    private Operations() {}

    public static void main(String[] args) throws Exception {
        try (ZooKeeper client = Transcript.connect(event -> {})) {
            creates(client);
            multis(client);
            failedMultis(client);
            multiReads(client);
            acls(client);
            queries(client);
            pipelining(client);
        }
        reconfiguration();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void creates(ZooKeeper client) {
        for (CreateMode mode : CreateMode.values()) {
            long ttl = mode.isTTL() ? 600_000 : -1;
            Transcript.step("create " + mode, () -> {
                Stat stat = new Stat();
                String path = client.create(
                        "/" + mode.name().toLowerCase() + "-", bytes(mode.name()), OPEN_ACL_UNSAFE, mode, stat, ttl);
                return List.of(path, stat);
            });
        }
        Transcript.step(
                "create without a stat", () -> client.create("/plain", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
        Transcript.step("get null data", () -> String.valueOf((Object) client.getData("/plain", false, null)));
        Transcript.step(
                "create below an ephemeral",
                () -> client.create("/ephemeral-/x", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
        Transcript.step(
                "create below a TTL node",
                () -> client.create("/persistent_with_ttl-/x", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
        Transcript.step("exists of a TTL node", () -> client.exists("/persistent_with_ttl-", false));
        Transcript.step("exists of a container", () -> client.exists("/container-", false));
        Transcript.step("setData gives the stat", () -> client.setData("/plain", bytes("x"), 0));
        Transcript.step("getChildren with stat", () -> {
            Stat stat = new Stat();
            List<String> children = client.getChildren("/", false, stat);
            Collections.sort(children);
            return List.of(children, stat);
        });
    }

    private static void multis(ZooKeeper client) {
        Transcript.step(
                "multi of every operation",
                () -> client.multi(List.of(
                        Op.check("/plain", 1),
                        Op.create("/m", bytes("m"), OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                        Op.create("/m/e", bytes("e"), OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL),
                        Op.create("/m/s-", bytes("s"), OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL),
                        Op.create("/m/es-", bytes("es"), OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL_SEQUENTIAL),
                        Op.create("/m/c", bytes("c"), OPEN_ACL_UNSAFE, CreateMode.CONTAINER),
                        Op.create("/m/t", bytes("t"), OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, 600_000),
                        Op.create(
                                "/m/ts-",
                                bytes("ts"),
                                OPEN_ACL_UNSAFE,
                                CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL,
                                600_000),
                        Op.setData("/m", bytes("m2"), 0),
                        Op.delete("/m/c", 0))));
        Transcript.step("parent after the multi", () -> client.exists("/m", false));
        Transcript.step("owner of an ephemeral of the multi", () -> client.exists("/m/e", false));
        Transcript.step("empty multi", () -> client.multi(List.of()));
        Transcript.step("transaction", () -> {
            Transaction transaction = client.transaction();
            transaction
                    .check("/m", 1)
                    .setData("/m", bytes("m3"), -1)
                    .create("/m/x", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT)
                    .delete("/m/x", -1);
            return transaction.commit();
        });
        Transcript.step(
                "same node created twice in one multi",
                () -> client.multi(List.of(
                        Op.create("/twice", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                        Op.create("/twice", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT))));
    }

    private static void failedMultis(ZooKeeper client) {
        failedMulti(client, "check fails", Op.check("/m", 99), Op.setData("/m", bytes("no"), -1));
        failedMulti(
                client,
                "middle fails",
                Op.setData("/m", bytes("no"), -1),
                Op.delete("/missing", -1),
                Op.check("/m", -1));
        failedMulti(
                client,
                "last fails",
                Op.create("/left", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                Op.create("/a/b", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
        failedMulti(client, "not empty", Op.delete("/m", -1));
        failedMulti(
                client,
                "invalid ACL",
                Op.create(
                        "/left",
                        null,
                        Collections.singletonList(new ACL(31, new Id("nope", "x"))),
                        CreateMode.PERSISTENT));
        failedMulti(client, "below an ephemeral", Op.create("/m/e/x", null, OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
        Transcript.step("nothing is left", () -> client.exists("/left", false));
        Transcript.step("data is as before", () -> client.getData("/m", false, null));
    }

    private static void failedMulti(ZooKeeper client, String name, Op... ops) {
        Transcript.step("multi: " + name, () -> {
            try {
                return client.multi(Arrays.asList(ops));
            } catch (KeeperException e) {
                return List.of(e.code(), String.valueOf(e.getPath()), e.getResults());
            }
        });
    }

    private static void multiReads(ZooKeeper client) {
        Transcript.step(
                "multiRead",
                () -> client.multi(List.of(
                        Op.getData("/m"),
                        Op.getChildren("/m"),
                        Op.getData("/missing"),
                        Op.getChildren("/missing"),
                        Op.getData("/plain"))));
        Transcript.step("multiRead of what may not be read", () -> {
            client.create(
                    "/unreadable",
                    null,
                    Collections.singletonList(new ACL(31, new Id("digest", "x:y"))),
                    CreateMode.PERSISTENT);
            return client.multi(List.of(Op.getData("/unreadable"), Op.getData("/m")));
        });
    }

    private static void acls(ZooKeeper client) {
        Transcript.step(
                "CREATOR_ALL without an identity",
                () -> client.create("/creator", null, CREATOR_ALL_ACL, CreateMode.PERSISTENT));
        Transcript.act("addAuthInfo", () -> client.addAuthInfo("digest", bytes("user:password")));
        Transcript.step("CREATOR_ALL", () -> client.create("/creator", null, CREATOR_ALL_ACL, CreateMode.PERSISTENT));
        Transcript.step("getACL", () -> {
            Stat stat = new Stat();
            return List.of(client.getACL("/creator", stat), stat);
        });
        Transcript.step("setACL", () -> client.setACL("/creator", READ_ACL_UNSAFE, 0));
        Transcript.step("setACL again", () -> client.setACL("/creator", OPEN_ACL_UNSAFE, 1));
        Transcript.step("setACL with a bad version", () -> client.setACL("/m", OPEN_ACL_UNSAFE, 5));
        Transcript.step("setData on a read-only node", () -> client.setData("/creator", null, -1));
        Transcript.step(
                "whoAmI",
                () -> client.whoAmI().stream().map(Transcript::show).sorted().toList());
    }

    private static void queries(ZooKeeper client) {
        Transcript.step("getAllChildrenNumber", () -> client.getAllChildrenNumber("/m"));
        Transcript.step(
                "getEphemerals", () -> client.getEphemerals().stream().sorted().toList());
        Transcript.step(
                "getEphemerals of a prefix",
                () -> client.getEphemerals("/m").stream().sorted().toList());
        Transcript.step("getConfig", () -> {
            Stat stat = new Stat();
            return List.of(Transcript.show(client.getConfig(false, stat)), stat);
        });
        Transcript.step("sync", () -> {
            CountDownLatch done = new CountDownLatch(1);
            int[] result = new int[1];
            client.sync(
                    "/m",
                    (code, path, context) -> {
                        result[0] = code;
                        done.countDown();
                    },
                    null);
            done.await(30, TimeUnit.SECONDS);
            return result[0];
        });
        Transcript.act("delete with a version", () -> client.delete("/plain", 9));
        Transcript.act("delete", () -> client.delete("/plain", 1));
    }

    /** Many requests in flight: answers come in the order of the requests, and each read sees the writes before it. */
    private static void pipelining(ZooKeeper client) throws Exception {
        List<String> results = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(PIPELINED * 3);
        client.create("/pipeline", bytes("start"), OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        for (int number = 0; number < PIPELINED; number++) {
            client.setData(
                    "/pipeline",
                    bytes("v" + number),
                    number,
                    (code, path, context, stat) -> {
                        results.add(context + " " + code);
                        done.countDown();
                    },
                    "set " + number);
            client.getData(
                    "/pipeline",
                    false,
                    (code, path, context, data, stat) -> {
                        results.add(context + " " + new String(data, StandardCharsets.UTF_8) + " version "
                                + stat.getVersion());
                        done.countDown();
                    },
                    "get " + number);
            client.create(
                    "/pipeline/s-",
                    null,
                    OPEN_ACL_UNSAFE,
                    CreateMode.PERSISTENT_SEQUENTIAL,
                    (code, path, context, name) -> {
                        results.add(context + " " + code + " " + name);
                        done.countDown();
                    },
                    "create " + number);
        }
        done.await(60, TimeUnit.SECONDS);
        Transcript.say("pipelined requests: answers", String.valueOf(results.size()));
        Transcript.say("pipelined requests: in order", String.valueOf(results.equals(expectedPipeline())));
        Transcript.say(
                "pipelined requests: first and last",
                List.of(results.get(0), results.get(1), results.get(2), results.get(results.size() - 1))
                        .toString());
        Transcript.step("pipelined requests: the parent", () -> client.exists("/pipeline", false));
    }

    private static List<String> expectedPipeline() {
        List<String> expected = new ArrayList<>();
        for (int number = 0; number < PIPELINED; number++) {
            expected.add("set " + number + " 0");
            expected.add("get " + number + " v" + number + " version " + (number + 1));
            expected.add(String.format("create %d 0 /pipeline/s-%010d", number, number));
        }
        return expected;
    }

    private static void reconfiguration() throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        try (ZooKeeperAdmin admin = new ZooKeeperAdmin(Transcript.SERVER, 20_000, event -> connected.countDown())) {
            connected.await(30, TimeUnit.SECONDS);
            Transcript.step(
                    "reconfigure", () -> admin.reconfigure("server.1=127.0.0.1:1:2;3", null, null, -1, new Stat()));
        }
    }
}
