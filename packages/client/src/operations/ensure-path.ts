import { NoAuthError, NodeExistsError, NoNodeError, writes } from '@zookit/protocol';
import { type CallOptions, callRules } from '../call-options.ts';
import { noChroot } from '../chroot.ts';
import { choiceRule, type OptionRules } from '../option-rules.ts';
import type { OperationContext } from './context.ts';
import { type Created, createRequestOf, type CreateRequested, repeatable, submitCreate } from './create-request.ts';
import { Deadline } from './deadline.ts';
import { existsShape } from './exists.ts';
import { refusalOf } from './refusal.ts';
import { submit } from './submit.ts';
import { untraced } from './untraced.ts';
import { Window } from './window.ts';

/** What `ensurePath` can be told. */
export interface EnsurePathOptions extends CallOptions {
  /** What is created where something is missing. Servers before 3.5 have no containers: they get persistent ones. Default: `persistent`. */
  readonly kind?: 'persistent' | 'container' | undefined;
}

const rules: OptionRules<EnsurePathOptions> = { ...callRules, kind: choiceRule('persistent', 'container') };

/** Creates what is missing of a path, the chroot included, without data and with the default ACL. */
export async function ensurePath(
  context: OperationContext,
  path: string,
  options: EnsurePathOptions = {},
): Promise<void> {
  const refused = refusalOf('ensurePath', path, options, rules);
  if (refused !== undefined) throw refused;
  await ensureWithin(context, path, options.kind ?? 'persistent', new Deadline(context, 'ensurePath', options));
}

/** As {@link ensurePath}, within the time of a call. What is deleted meanwhile is created again. */
export async function ensureWithin(
  context: OperationContext,
  path: string,
  kind: 'persistent' | 'container',
  deadline: Deadline,
): Promise<void> {
  const all = pathsTo(context.chroot.join(path));
  for (;;) {
    const missing = await missingOf(context, all, deadline);
    if (missing.length === 0 || (await createAll(context, missing, kind, deadline))) return;
  }
}

/** `/a`, `/a/b`, `/a/b/c` for `/a/b/c`. */
function pathsTo(path: string): string[] {
  const names = path.split('/').slice(path === '/' ? 2 : 1);
  return names.map((_, index) => `/${names.slice(0, index + 1).join('/')}`);
}

/** What servers from 3.8.4 on don't show to somebody without READ is there. */
async function missingOf(context: OperationContext, all: readonly string[], deadline: Deadline): Promise<string[]> {
  const options = deadline.optionsFor(context.chroot.strip(all.at(-1) ?? '/'));
  const areThere = await Promise.all(all.map((path) => isThere(context, path, options)));
  return all.filter((_, index) => areThere[index] === false);
}

async function isThere(context: OperationContext, serverPath: string, options: CallOptions): Promise<boolean> {
  const path = context.chroot.strip(serverPath);
  try {
    return (await submit(context, existsShape, { path: serverPath, watch: false }, path, options)) !== undefined;
  } catch (error) {
    if (error instanceof NoAuthError) return true;
    throw error;
  }
}

/** Whether all are there now: not if a parent went in between. The requests leave together, parents first. */
async function createAll(
  context: OperationContext,
  missing: readonly string[],
  kind: 'persistent' | 'container',
  deadline: Deadline,
): Promise<boolean> {
  const creates = new Window(missing.length + 1);
  for (const path of missing) await creates.add(createOne(context, path, kind, deadline));
  return creates.finish();
}

async function createOne(
  context: OperationContext,
  serverPath: string,
  kind: 'persistent' | 'container',
  deadline: Deadline,
): Promise<boolean> {
  const view = context.chroot.contains(serverPath) ? context : { ...context, chroot: noChroot };
  const path = view.chroot.strip(serverPath);
  const acl = context.defaultAcl(view === context ? path : '/');
  try {
    await submitParent(view, { path, data: null, acl, shape: { kind }, isRepeatable: true }, deadline.optionsFor(path));
    return true;
  } catch (error) {
    if (error instanceof NodeExistsError) return true;
    if (error instanceof NoNodeError) return false;
    throw error;
  }
}

function submitParent(context: OperationContext, requested: CreateRequested, options: CallOptions): Promise<Created> {
  const persistent = (within: OperationContext): Promise<Created> =>
    submitCreate(within, { ...requested, shape: {} }, options);
  const { createContainer } = writes;
  if (requested.shape.kind !== 'container' || context.downgrades.isLacking(context.requests, createContainer))
    return persistent(context);
  const instead = context.downgrades.instead(context.requests, createContainer, () => persistent(untraced(context)));
  const request = createRequestOf(context.chroot, requested);
  return submit(context, repeatable.container, request, requested.path, options, instead);
}
