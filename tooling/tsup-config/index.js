import { defineConfig } from 'tsup';

/** How a library is built: one ES module with its source map. The declarations come from tsc. */
export const library = defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  clean: true,
  silent: true,
});

/** How an app is built: as a library, but with the workspace's own packages inside. */
export const app = defineConfig({
  ...library,
  entry: ['src/main.ts'],
  noExternal: [/^@zookit\//],
});
