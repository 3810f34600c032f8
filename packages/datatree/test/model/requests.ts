import { writes, type Id } from '@zookit/protocol';
import type { Requester } from '../../src/index.ts';
import type { Command, PartCommand } from './commands.ts';

/** Who asks. */
export const clients: readonly Requester[] = [
  { sessionId: 0x100n, identities: [], watcher: undefined },
  { sessionId: 0x200n, identities: [{ scheme: 'digest', id: 'alice:x' }], watcher: undefined },
  { sessionId: 0x300n, identities: [{ scheme: 'super', id: '' } satisfies Id], watcher: undefined },
];

/** What is asked for. */
export function requestOf(command: Command | PartCommand): unknown {
  switch (command.op) {
    case 'createSession':
      return { timeoutMs: 1000 };
    case 'closeSession':
      return undefined;
    case 'multi':
      return {
        operations: command.parts.map((part) => ({ opCode: writes[part.op].opCode, request: requestOf(part) })),
      };
    default:
      return 'data' in command
        ? { ...command, data: command.data === null ? null : Buffer.from(command.data) }
        : command;
  }
}
