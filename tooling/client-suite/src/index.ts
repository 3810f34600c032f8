export { describeClient } from './describe-client.ts';
export { type RunningServer, type ServerUnderTest, type Settings, suiteSettings } from './server-under-test.ts';
export { inProcessServer } from './servers/in-process-server.ts';
