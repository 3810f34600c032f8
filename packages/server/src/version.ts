/**
 * The release of Apache ZooKeeper whose behaviour this server shows. Clients read it from `srvr` and `envi` and choose
 * their requests by it, so it has to begin with a release that they know.
 */
export const COMPATIBLE_VERSION = '3.9.4';
