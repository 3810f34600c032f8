import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.ClientInfo;
import org.apache.zookeeper.data.Stat;

/** What the Java programs share: steps printed one per line, without what differs from run to run. */
final class Transcript {
    static final String SERVER = "127.0.0.1:" + System.getenv("ZOOKEEPER_PORT");
    static final String PROXY = "127.0.0.1:" + System.getenv("ZOOKEEPER_PROXY_PORT");
    private static final long START_ZXID = Long.parseLong(System.getenv("ZOOKEEPER_START_ZXID"));
    private static final int PATIENCE_SECONDS = 30;
    private static final BufferedReader ANSWERS =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    private Transcript() {}

    /** A step without a result. */
    interface Action {
        void run() throws Exception;
    }

    static void step(String name, Callable<?> action) {
        try {
            say(name, show(action.call()));
        } catch (KeeperException e) {
            say(name, "!" + e.code() + " path " + e.getPath());
        } catch (Exception e) {
            say(name, "!" + e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    static void act(String name, Action action) {
        step(name, () -> {
            action.run();
            return "done";
        });
    }

    static void say(String name, String result) {
        System.out.println(name + " => " + result.replace("\n", "\\n"));
    }

    /** Has the harness do what a client cannot. */
    static void askHarness(String wish) throws IOException {
        System.out.println("@" + wish);
        String answer = ANSWERS.readLine();
        if (!"done".equals(answer)) {
            throw new IOException("the harness answered " + answer + " to " + wish);
        }
    }

    /** A client that is connected; its default watcher's events go to {@code watcher}. */
    static ZooKeeper connect(String server, int timeoutMs, Watcher watcher) throws Exception {
        return connected(latch -> new ZooKeeper(server, timeoutMs, both(latch, watcher)));
    }

    static ZooKeeper connect(Watcher watcher) throws Exception {
        return connect(SERVER, 20_000, watcher);
    }

    /** A client that takes over the session of another one. */
    static ZooKeeper reattach(ZooKeeper owner, Watcher watcher) throws Exception {
        return connected(latch ->
                new ZooKeeper(SERVER, 20_000, both(latch, watcher), owner.getSessionId(), owner.getSessionPasswd()));
    }

    private interface Opener {
        ZooKeeper open(Watcher connected) throws IOException;
    }

    private static ZooKeeper connected(Opener opener) throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        ZooKeeper client = opener.open(event -> {
            if (event.getState() == KeeperState.SyncConnected) {
                latch.countDown();
            }
        });
        if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("no connection");
        }
        return client;
    }

    private static Watcher both(Watcher first, Watcher second) {
        return event -> {
            second.process(event);
            first.process(event);
        };
    }

    /** Collects events in the order of their delivery. */
    static final class Events implements Watcher {
        private final List<String> seen = new ArrayList<>();

        @Override
        public synchronized void process(WatchedEvent event) {
            seen.add(show(event));
            notifyAll();
        }

        /** A watcher of this collection whose events carry a label. */
        Watcher labelled(String label) {
            return event -> {
                synchronized (this) {
                    seen.add(label + ": " + show(event));
                    notifyAll();
                }
            };
        }

        /** The events since the last call, all that the server sent before now included. */
        List<String> take(ZooKeeper client) throws Exception {
            CountDownLatch fence = new CountDownLatch(1);
            client.exists("/", false, (code, path, context, stat) -> fence.countDown(), null);
            if (!fence.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("no answer");
            }
            return takeSeen();
        }

        synchronized List<String> takeSeen() {
            List<String> taken = new ArrayList<>(seen);
            seen.clear();
            return taken;
        }

        /** Waits until an event that contains one of these texts has come. */
        synchronized void await(String... texts) throws Exception {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (seen.stream().noneMatch(event -> Arrays.stream(texts).anyMatch(event::contains))) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new IOException("none of " + Arrays.toString(texts) + " in " + seen);
                }
                wait(left);
            }
        }
    }

    static void waitUntil(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("waited in vain");
            }
            Thread.sleep(20);
        }
    }

    static String show(Object value) {
        if (value instanceof byte[] bytes) {
            return "\"" + new String(bytes, StandardCharsets.UTF_8) + "\"";
        }
        if (value instanceof Stat stat) {
            return showStat(stat);
        }
        if (value instanceof WatchedEvent event) {
            return event.getType() + " " + event.getState() + " " + event.getPath() + " zxid "
                    + transactionsUntil(event.getZxid());
        }
        if (value instanceof ACL acl) {
            return acl.getPerms() + " " + acl.getId().getScheme() + ":"
                    + acl.getId().getId();
        }
        if (value instanceof ClientInfo info) {
            return info.getAuthScheme() + ":" + info.getUser();
        }
        if (value instanceof OpResult result) {
            return showResult(result);
        }
        if (value instanceof Object[] values) {
            return show(Arrays.asList(values));
        }
        if (value instanceof Collection<?> values) {
            return values.stream().map(Transcript::show).toList().toString();
        }
        return String.valueOf(value);
    }

    /** How many transactions there were from the start of the server until this zxid. */
    private static long transactionsUntil(long zxid) {
        return zxid >= START_ZXID ? zxid - START_ZXID : zxid;
    }

    private static String showStat(Stat stat) {
        return "Stat(czxid=" + transactionsUntil(stat.getCzxid()) + " mzxid=" + transactionsUntil(stat.getMzxid())
                + " ctime=" + (stat.getCtime() == 0 ? "0" : "T")
                + " mtime=" + (stat.getMtime() == 0 ? "0" : "T") + " version=" + stat.getVersion() + " cversion="
                + stat.getCversion()
                + " aversion=" + stat.getAversion() + " owner=" + (stat.getEphemeralOwner() == 0 ? "0" : "<owner>")
                + " length=" + stat.getDataLength() + " children=" + stat.getNumChildren() + " pzxid="
                + transactionsUntil(stat.getPzxid()) + ")";
    }

    private static String showResult(OpResult result) {
        if (result instanceof OpResult.CreateResult created) {
            return "create " + created.getPath() + " " + show(created.getStat());
        }
        if (result instanceof OpResult.SetDataResult set) {
            return "set " + show(set.getStat());
        }
        if (result instanceof OpResult.GetDataResult got) {
            return "get " + show(got.getData()) + " " + show(got.getStat());
        }
        if (result instanceof OpResult.GetChildrenResult got) {
            return "children " + got.getChildren().stream().sorted().toList();
        }
        if (result instanceof OpResult.ErrorResult error) {
            return "error " + KeeperException.Code.get(error.getErr());
        }
        return result.getClass().getSimpleName() + " of type " + result.getType();
    }
}
