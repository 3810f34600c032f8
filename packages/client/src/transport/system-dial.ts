import { tcpDial } from './tcp-transport.ts';
import { tlsDial } from './tls-transport.ts';
import type { Dial } from './transport.ts';

/** Connects by the machine's sockets. */
export const systemDial: Dial = (endpoint, events, tls) =>
  tls === undefined ? tcpDial(endpoint, events) : tlsDial(endpoint, events, tls);
