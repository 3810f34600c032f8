/** Our server in a process of its own, with its data in memory. Prints its port. */
import { ZooKeeperServer } from '@zookit/server';

const server = await ZooKeeperServer.start({ host: '127.0.0.1', port: 0 });
console.log(server.port);
