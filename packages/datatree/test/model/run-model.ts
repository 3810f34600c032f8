import { ErrorCode, type MultiResult } from '@zookit/protocol';
import type { Command, PartCommand } from './commands.ts';
import { ModelError, type ModelContext, type ModelTree } from './model-tree.ts';

/** What the client is told. */
export interface Outcome {
  readonly error: number;
  readonly response: unknown;
}

/** Carries out a request on the model. */
export function runOnModel(model: ModelTree, command: Command, context: ModelContext): Outcome {
  if (command.op === 'multi') return runMulti(model, command.parts, context);
  const response = model.attempt(() => run(model, command, context));
  return response instanceof ModelError ? { error: response.code, response: undefined } : { error: 0, response };
}

function runMulti(model: ModelTree, parts: readonly PartCommand[], context: ModelContext): Outcome {
  let done = 0;
  const results = model.attempt(() =>
    parts.map((part): MultiResult => {
      const response = run(model, part, context);
      done++;
      return { type: RESULT_TYPES[part.op], response } as MultiResult;
    }),
  );
  if (!(results instanceof ModelError)) return { error: 0, response: { results } };
  const errors = parts.map((_, index) =>
    index < done ? 0 : index === done ? results.code : ErrorCode.RuntimeInconsistency,
  );
  return { error: 0, response: { results: errors.map((error) => ({ type: -1, error })) } };
}

const RESULT_TYPES = { create: 1, create2: 15, createContainer: 15, createTTL: 15, delete: 2, setData: 5, check: 13 };

function run(
  model: ModelTree,
  command: Exclude<Command, { op: 'multi' }> | PartCommand,
  context: ModelContext,
): unknown {
  switch (command.op) {
    case 'create':
      return { path: model.create(context, command.path, command.data, command.acl, command.flags, 'create') };
    case 'create2':
      return withStat(model, model.create(context, command.path, command.data, command.acl, command.flags, 'create'));
    case 'createContainer':
      return withStat(
        model,
        model.create(context, command.path, command.data, command.acl, command.flags, 'container'),
      );
    case 'createTTL':
      return withStat(
        model,
        model.create(context, command.path, command.data, command.acl, command.flags, 'ttl', command.ttl),
      );
    case 'delete': {
      model.delete(context, command.path, command.version);
      return;
    }
    case 'check': {
      model.check(context, command.path, command.version);
      return;
    }
    case 'setData':
      model.setData(context, command.path, command.data, command.version);
      return { stat: model.statOf(command.path) };
    case 'setACL':
      model.setAcl(context, command.path, command.acl, command.version);
      return { stat: model.statOf(command.path) };
    case 'deleteContainer': {
      model.deleteContainer(context, command.path);
      return;
    }
    case 'createSession':
      model.sessions.set(context.sessionId, 1000);
      return undefined;
    case 'closeSession': {
      model.closeSession(context);
      return;
    }
  }
}

function withStat(model: ModelTree, path: string): unknown {
  return { path, stat: model.statOf(path) };
}
