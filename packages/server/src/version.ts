/**
 * The release of Apache ZooKeeper whose behaviour this server shows. Clients read it from `srvr` and `envi` and choose
 * their requests by it, so it has to begin with a release that they know.
 */
export const COMPATIBLE_VERSION = '3.9.4';

/** What was built, and when. */
export interface BuildInfo {
  /** The version of the program that embeds the server. */
  readonly version: string;
  readonly builtAt: Date;
}

/** The version as Apache's own server writes it: tools split it at `-` and at `,`. */
export function versionText(build: BuildInfo): string {
  const [day, time] = build.builtAt.toISOString().split(/[T.]/);
  return `${COMPATIBLE_VERSION}-zookit-${build.version}, built on ${String(day)} ${String(time).slice(0, 5)} UTC`;
}
