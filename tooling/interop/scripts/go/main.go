// A session of the Go client: it greets servers in the older way, without the read-only byte, and numbers its
// requests as no other client does.
package main

import (
	"bufio"
	"fmt"
	"os"
	"sort"
	"strconv"
	"time"

	"github.com/go-zookeeper/zk"
)

const patience = 30 * time.Second

var answers = bufio.NewReader(os.Stdin)

type silent struct{}

func (silent) Printf(string, ...interface{}) {}

func say(name string, values ...interface{}) {
	shown := make([]interface{}, len(values))
	for i, value := range values {
		shown[i] = show(value)
	}
	fmt.Println(append([]interface{}{name, "=>"}, shown...)...)
}

func show(value interface{}) interface{} {
	switch value := value.(type) {
	case *zk.Stat:
		if value == nil {
			return "no stat"
		}
		return fmt.Sprintf("Stat(czxid=%d mzxid=%d ctime=%s version=%d cversion=%d aversion=%d ephemeral=%t length=%d children=%d pzxid=%d)",
			transactionsUntil(value.Czxid), transactionsUntil(value.Mzxid), showTime(value.Ctime), value.Version, value.Cversion,
			value.Aversion, value.EphemeralOwner != 0, value.DataLength, value.NumChildren, transactionsUntil(value.Pzxid))
	case []byte:
		return strconv.Quote(string(value))
	case zk.Event:
		return fmt.Sprintf("%s %s %s", value.Type, value.State, value.Path)
	case error:
		return "!" + value.Error()
	}
	return value
}

func showTime(ms int64) string {
	if ms == 0 {
		return "0"
	}
	return "T"
}

// How many transactions there were from the start of the server until this zxid.
func transactionsUntil(zxid int64) int64 {
	start, _ := strconv.ParseInt(os.Getenv("ZOOKEEPER_START_ZXID"), 10, 64)
	if zxid < start {
		return zxid
	}
	return zxid - start
}

// Has the harness do what a client cannot.
func askHarness(wish string) {
	fmt.Println("@" + wish)
	if answer, err := answers.ReadString('\n'); err != nil || answer != "done\n" {
		panic("the harness answered " + answer)
	}
}

func connect(port string) (*zk.Conn, <-chan zk.Event) {
	client, events, err := zk.Connect([]string{"127.0.0.1:" + port}, 10*time.Second, zk.WithLogger(silent{}))
	if err != nil {
		panic(err)
	}
	waitFor(events, zk.StateHasSession)
	return client, events
}

func waitFor(events <-chan zk.Event, state zk.State) {
	deadline := time.After(patience)
	for {
		select {
		case event := <-events:
			if event.State == state {
				return
			}
		case <-deadline:
			panic("no " + state.String())
		}
	}
}

func next(events <-chan zk.Event) interface{} {
	select {
	case event := <-events:
		return event
	case <-time.After(patience):
		return "no event"
	}
}

func main() {
	client, _ := connect(os.Getenv("ZOOKEEPER_PORT"))
	defer client.Close()
	world := zk.WorldACL(zk.PermAll)
	nodes(client, world)
	multis(client, world)
	watches(client, world)
	access(client, world)
	cutOff()
}

func nodes(client *zk.Conn, world []zk.ACL) {
	path, err := client.Create("/persistent", []byte("data"), 0, world)
	say("create", path, err)
	path, err = client.Create("/persistent", nil, 0, world)
	say("create again", path, err)
	path, err = client.Create("/missing/child", nil, 0, world)
	say("create without a parent", path, err)
	path, err = client.Create("/ephemeral", nil, zk.FlagEphemeral, world)
	say("create ephemeral", path, err)
	path, err = client.Create("/ephemeral/child", nil, 0, world)
	say("create below an ephemeral", path, err)
	path, err = client.Create("/s-", nil, zk.FlagSequence, world)
	say("create sequence", path, err)
	path, err = client.CreateContainer("/container", nil, zk.FlagTTL, world)
	say("create container", path, err)
	path, err = client.CreateTTL("/ttl", nil, zk.FlagTTL|zk.FlagEphemeral, world, time.Hour)
	say("create TTL", path, err)
	path, err = client.Create("/no-acl", nil, 0, nil)
	say("create without an ACL", path, err)
	data, stat, err := client.Get("/persistent")
	say("get", data, stat, err)
	data, stat, err = client.Get("/missing")
	say("get a missing node", data, stat, err)
	stat, err = client.Set("/persistent", []byte("new"), 0)
	say("set", stat, err)
	stat, err = client.Set("/persistent", []byte("newer"), 0)
	say("set with a bad version", stat, err)
	exists, stat, err := client.Exists("/persistent")
	say("exists", exists, stat, err)
	exists, stat, err = client.Exists("/missing")
	say("exists of a missing node", exists, err)
	children, stat, err := client.Children("/")
	sort.Strings(children)
	say("children", children, stat, err)
	path, err = client.Sync("/persistent")
	say("sync", path, err)
	say("delete with a bad version", client.Delete("/persistent", 7))
	say("delete", client.Delete("/persistent", 1))
	say("delete a missing node", client.Delete("/persistent", -1))
	_, err = client.IncrementalReconfig([]string{"server.1=127.0.0.1:1:2;3"}, nil, -1)
	say("reconfig", err)
}

func multis(client *zk.Conn, world []zk.ACL) {
	results, err := client.Multi(
		&zk.CreateRequest{Path: "/m", Data: []byte("m"), Acl: world},
		&zk.SetDataRequest{Path: "/m", Data: []byte("m2"), Version: 0},
		&zk.CheckVersionRequest{Path: "/m", Version: 1},
		&zk.CreateRequest{Path: "/m/child", Acl: world},
		&zk.DeleteRequest{Path: "/m/child", Version: 0},
	)
	sayMulti("multi", results, err)
	results, err = client.Multi(
		&zk.SetDataRequest{Path: "/m", Data: []byte("m3"), Version: -1},
		&zk.DeleteRequest{Path: "/missing", Version: -1},
		&zk.CheckVersionRequest{Path: "/m", Version: -1},
	)
	sayMulti("failed multi", results, err)
}

func sayMulti(name string, results []zk.MultiResponse, err error) {
	shown := []interface{}{}
	for _, result := range results {
		shown = append(shown, show(result.Stat), result.String, show(result.Error), ";")
	}
	say(name, append(shown, err)...)
}

func watches(client *zk.Conn, world []zk.ACL) {
	_, _, created, err := client.ExistsW("/w")
	say("exists watch", err)
	client.Create("/w", nil, 0, world)
	say("created", next(created))
	_, _, changed, err := client.GetW("/w")
	say("data watch", err)
	_, _, children, err := client.ChildrenW("/w")
	say("child watch", err)
	client.Set("/w", []byte("x"), -1)
	say("changed", next(changed))
	client.Create("/w/child", nil, 0, world)
	say("child created", next(children))
}

func access(client *zk.Conn, world []zk.ACL) {
	say("add auth", client.AddAuth("digest", []byte("user:password")))
	path, err := client.Create("/mine", nil, 0, zk.AuthACL(zk.PermAll))
	say("create with the auth scheme", path, err)
	acl, stat, err := client.GetACL("/mine")
	say("get ACL", acl, stat, err)
	stat, err = client.SetACL("/mine", zk.DigestACL(zk.PermRead, "another", "password"), 0)
	say("set ACL", stat, err)
	_, _, err = client.Get("/mine")
	say("get what another may read", err)
	stat, err = client.SetACL("/w", []zk.ACL{{Perms: zk.PermAll, Scheme: "nope", ID: "x"}}, -1)
	say("set an invalid ACL", err)
}

// The connection is cut and comes back: same session, and the watch fires for a change made meanwhile.
func cutOff() {
	client, events := connect(os.Getenv("ZOOKEEPER_PROXY_PORT"))
	defer client.Close()
	other, _ := connect(os.Getenv("ZOOKEEPER_PORT"))
	defer other.Close()
	session := client.SessionID()
	_, _, changed, err := client.GetW("/w")
	say("watch before the cut", err)
	askHarness("cut-connections")
	waitFor(events, zk.StateDisconnected)
	other.Set("/w", []byte("meanwhile"), -1)
	askHarness("heal-connections")
	waitFor(events, zk.StateHasSession)
	say("same session", session == client.SessionID())
	say("changed meanwhile", next(changed))
}
