import { defineProject } from 'vitest/config';

export default defineProject({
  // Each test starts a process or two, on machines that may be busy.
  test: { testTimeout: 60_000 },
});
