/**
 * The command line of a program that is told to end when this process is gone, however it went: no run of the suite
 * leaves servers or clients behind. `setpriv` is part of Debian's essential util-linux.
 */
export function endsWithUs(command: readonly [string, ...string[]]): readonly [string, ...string[]] {
  return ['setpriv', '--pdeathsig', 'TERM', '--', ...command];
}
