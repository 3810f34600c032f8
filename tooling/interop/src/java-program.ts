import type { JavaPeer } from './peers/java.ts';

/** The command that runs a program of `scripts/java`, or one of Apache's, on a JVM that starts fast and logs nothing. */
export function javaProgram(
  java: JavaPeer,
  program: string,
  ...args: readonly string[]
): readonly [string, ...string[]] {
  const options = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=off'];
  return ['java', ...options, '-cp', java.classPath, program, ...args];
}
