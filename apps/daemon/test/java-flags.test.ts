import { expect, test } from 'vitest';
import { javaFlagsOf } from '../src/java-flags.ts';

test('properties are taken from the variables of start scripts, the others are kept apart without their values', () => {
  const flags = javaFlagsOf({
    SERVER_JVMFLAGS: ' -Xmx1000m  -Dzookeeper.skipACL=yes\n-XX:MaxRAMPercentage=80 ',
    JVMFLAGS: '-Djute.maxbuffer=4096',
  });
  expect(flags).toEqual([
    {
      variable: 'SERVER_JVMFLAGS',
      properties: [{ key: 'zookeeper.skipACL', value: 'yes', origin: 'SERVER_JVMFLAGS' }],
      others: ['-Xmx1000m', '-XX:MaxRAMPercentage'],
    },
    {
      variable: 'JVMFLAGS',
      properties: [{ key: 'jute.maxbuffer', value: '4096', origin: 'JVMFLAGS' }],
      others: [],
    },
  ]);
});

test('variables that are not there say nothing', () => {
  expect(javaFlagsOf({}).flatMap(({ properties, others }) => [...properties, ...others])).toEqual([]);
});
