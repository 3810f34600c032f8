import { expect, test } from 'vitest';
import { ConnectStringError } from '../../src/index.ts';
import { clientEndpointOf } from '../../src/endpoints/client-endpoint.ts';

test.for([
  ['h1:2888:3888:participant;2181', { host: 'h1', port: 2181 }],
  ['h1:2888:3888:observer;0.0.0.0:2182', { host: 'h1', port: 2182 }],
  ['h1:2888:3888:participant;front:2181', { host: 'front', port: 2181 }],
  ['h1:2888:3888|h2:2889:3889:participant;0.0.0.0:2181', { host: 'h1', port: 2181 }],
  ['[fd00::1]:2888:3888:participant;[::]:2181', { host: 'fd00::1', port: 2181 }],
  ['[fd00::1]:2888:3888:participant;[fd00::2]:2181', { host: 'fd00::2', port: 2181 }],
] as const)('clients find %s', ([server, endpoint]) => {
  expect(clientEndpointOf(server)).toEqual(endpoint);
});

test('a server that says nothing of clients is not for them', () => {
  expect(clientEndpointOf('h1:2888:3888:participant')).toBeUndefined();
});

test.for(['h1:2888:3888:participant;', 'h1:2888:3888:participant;h1:x', ';2181'])('%s leads nowhere', (server) => {
  expect(() => clientEndpointOf(server)).toThrow(ConnectStringError);
});
