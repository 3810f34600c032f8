import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    globalSetup: ['test/global-setup.ts'],
    reporters: ['verbose'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});

export default config;
