import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;

/** Prints every znode, depth first: data, each number of its stat as it is, and its ACL. */
public final class TreeDump {
    private static final int SHOWN_MAX_BYTES = 256;

    private TreeDump() {}

    public static void main(String[] args) throws Exception {
        ZooKeeper client = Transcript.connect(event -> {});
        client.addAuthInfo("digest", "super:admin".getBytes());
        dump(client, "/");
        client.close();
    }

    private static void dump(ZooKeeper client, String path) throws Exception {
        Stat stat = new Stat();
        byte[] data = client.getData(path, false, stat);
        List<ACL> acl = client.getACL(path, new Stat());
        System.out.println(path + " data=" + show(data) + " " + show(stat) + " acl=" + Transcript.show(acl));
        for (String child : client.getChildren(path, false).stream().sorted().toList()) {
            dump(client, path.equals("/") ? "/" + child : path + "/" + child);
        }
    }

    private static String show(byte[] data) {
        if (data == null) {
            return "null";
        }
        if (data.length <= SHOWN_MAX_BYTES) {
            return "0x" + HexFormat.of().formatHex(data);
        }
        CRC32 sum = new CRC32();
        sum.update(data);
        return data.length + " bytes with crc " + sum.getValue();
    }

    private static String show(Stat stat) {
        return "czxid=" + stat.getCzxid() + " mzxid=" + stat.getMzxid() + " pzxid=" + stat.getPzxid()
                + " ctime=" + stat.getCtime() + " mtime=" + stat.getMtime()
                + " version=" + stat.getVersion() + " cversion=" + stat.getCversion()
                + " aversion=" + stat.getAversion() + " owner=0x" + Long.toHexString(stat.getEphemeralOwner())
                + " length=" + stat.getDataLength() + " children=" + stat.getNumChildren();
    }
}
