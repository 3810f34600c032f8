import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scriptsDirectory } from '../directories.ts';
import { installedIn } from '../installed.ts';
import type { Progress } from '../progress.ts';
import { runCommand, works } from '../run-command.ts';
import { versions } from '../versions.ts';
import { installDebianPackages } from './debian.ts';

/** Apache ZooKeeper on a JVM: its server, its zkCli, and our programs that use its client. */
export interface JavaPeer {
  /** For `java -cp`: Apache's jars and the compiled programs of `scripts/java`. */
  readonly classPath: string;
  /** For `java -cp`: the jars of an older server of Apache's. */
  readonly olderClassPath: string;
}

type Coordinates = readonly [group: string, artifact: string, version: string];

const LIBRARIES: readonly Coordinates[] = [
  ['commons-cli', 'commons-cli', versions.commonsCli],
  ['io.dropwizard.metrics', 'metrics-core', versions.metricsCore],
  ['org.xerial.snappy', 'snappy-java', versions.snappyJava],
  ['org.slf4j', 'slf4j-simple', versions.slf4j],
  ['com.fasterxml.jackson.core', 'jackson-core', versions.jackson],
];

/** Installs a JDK and Maven if the machine has none, Apache's jars, and compiles the programs. */
export async function installJava(progress: Progress): Promise<JavaPeer> {
  await installTools(progress);
  const libraries = await jarsOf('java-libraries', versions.zookeeper, progress);
  const programs = await compilePrograms(libraries, progress);
  const olderClassPath = await jarsOf('older-java-libraries', versions.olderZookeeper, progress);
  return { classPath: `${programs}:${libraries}`, olderClassPath };
}

/** Resolves to the class path of Apache ZooKeeper in this version. */
async function jarsOf(name: string, version: string, progress: Progress): Promise<string> {
  const all: readonly Coordinates[] = [['org.apache.zookeeper', 'zookeeper', version], ...LIBRARIES];
  const directory = await installedIn(name, JSON.stringify(all), async (into) => {
    progress(`fetching Apache ZooKeeper ${version} and its libraries with Maven`);
    await fetchJars(into, all, progress);
  });
  return join(directory, 'lib', '*');
}

async function installTools(progress: Progress): Promise<void> {
  const missing: string[] = [];
  if (!(await works('javac', ['-version']))) missing.push('default-jdk-headless');
  if (!(await works('mvn', ['-version']))) missing.push('maven');
  if (missing.length > 0) await installDebianPackages(missing, progress);
}

async function fetchJars(directory: string, all: readonly Coordinates[], progress: Progress): Promise<void> {
  await writeFile(join(directory, 'pom.xml'), pomOf(all));
  const goal = `org.apache.maven.plugins:maven-dependency-plugin:${versions.mavenDependencyPlugin}:copy-dependencies`;
  await runCommand('mvn', ['-B', '-ntp', goal, '-DoutputDirectory=lib', '-DincludeScope=runtime'], {
    cwd: directory,
    progress,
  });
}

function pomOf(all: readonly Coordinates[]): string {
  const dependencies = all.map(
    ([group, artifact, version]) =>
      `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`,
  );
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>zookit</groupId><artifactId>interop</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
${dependencies.join('\n')}
  </dependencies>
</project>
`;
}

async function compilePrograms(libraries: string, progress: Progress): Promise<string> {
  const directory = join(scriptsDirectory, 'java');
  const files = (await readdir(directory)).filter((file) => file.endsWith('.java')).sort();
  const sources = files.map((file) => join(directory, file));
  const digest = createHash('sha256').update(libraries);
  for (const source of sources) digest.update(await readFile(source));
  return installedIn('java-programs', digest.digest('hex'), async (output) => {
    progress('compiling the Java programs');
    await runCommand('javac', ['-cp', libraries, '-d', output, ...sources]);
  });
}
