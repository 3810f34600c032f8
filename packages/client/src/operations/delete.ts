import { choiceRule, flagRule, type OptionRules } from '../option-rules.ts';
import type { OperationContext } from './context.ts';
import { type DeleteOptions, deleteIfThereShape, deleteShape } from './delete-shape.ts';
import { deleteTree } from './delete-tree.ts';
import { refusalOf } from './refusal.ts';
import { submit } from './submit.ts';
import { ANY_VERSION, versionRules } from './version-options.ts';

const rules: OptionRules<DeleteOptions> = {
  ...versionRules,
  ifMissing: choiceRule('error', 'ignore'),
  recursive: flagRule,
};

/** Deletes a znode. Resolves to whether it was there. */
export function deleteNode(context: OperationContext, path: string, options?: DeleteOptions): Promise<boolean> {
  const refused = refusalOf('delete', path, options, rules);
  if (refused !== undefined) return Promise.reject(refused);
  if (options?.recursive === true) return deleteTree(context, path, options);
  const shape = options?.ifMissing === 'ignore' ? deleteIfThereShape : deleteShape;
  const version = options?.version ?? ANY_VERSION;
  return submit(context, shape, { path: context.chroot.join(path), version }, path, options);
}
