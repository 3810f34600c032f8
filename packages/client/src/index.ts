export { type ClientEnvironment, type Clock, systemEnvironment, type Timer } from './environment.ts';
export type { Dial, Endpoint, Transport, TransportEvents } from './transport/transport.ts';
