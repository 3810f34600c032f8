import { defineProject } from 'vitest/config';

export default defineProject({
  // Some tests do ten thousand things, and machines may be busy or measure coverage.
  test: { testTimeout: 30_000 },
});
