import type { ConnectionState, StateChange } from '@zookit/client';
import { ErrorCode } from '@zookit/protocol';
import type { ShellEvent } from './event-text.ts';

/** What a change of the session is called in Apache's shell; undefined where that tells none. */
export function sessionEvent({ state }: StateChange): ShellEvent | undefined {
  const name = stateOf(state);
  return name && { type: 'None', state: name, path: undefined, zxid: undefined };
}

function stateOf(state: ConnectionState): ShellEvent['state'] | undefined {
  switch (state.status) {
    case 'connected':
      return state.isReadOnly ? 'ConnectedReadOnly' : 'SyncConnected';
    case 'suspended':
      return 'Disconnected';
    case 'lost':
      return state.by === 'server' ? 'Expired' : undefined;
    case 'closed':
      return state.error?.code === ErrorCode.AuthFailed ? 'AuthFailed' : 'Closed';
    case 'connecting':
      return undefined;
  }
}
