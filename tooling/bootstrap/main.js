// The one file that an old Node must be able to read: it imports nothing before it knows the version.
const major = Number(process.versions.node.split('.')[0]);

if (major < 20) {
  console.error(
    'Zookit needs Node 20 or newer to set itself up, and this is Node ' +
      process.versions.node +
      '. Install a current Node, then run the same command again.',
  );
  process.exitCode = 1;
} else {
  import('./src/run.js').then(({ run }) => run(process.argv.slice(2)));
}
