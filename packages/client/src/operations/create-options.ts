import { type Acl, TTL_MAX_MS } from '@zookit/protocol';
import { type CallOptions, callRules } from '../call-options.ts';
import { choiceRule, flagRule, type OptionRules, wholeNumberRule } from '../option-rules.ts';
import { aclRule } from './acl-rule.ts';

/**
 * How long a new znode lives, and whether its name gets a number. A `persistent` one (the default) lives until it is
 * deleted, an `ephemeral` one as long as the session, a `ttl` one until it was not changed and had no children for
 * `ttlMs`, a `container` until its last child has gone. TTL takes servers from 3.5.3 on that have it switched on.
 */
export type CreateShape =
  | {
      readonly kind?: 'persistent' | 'ephemeral' | undefined;
      readonly sequential?: boolean | undefined;
      readonly ttlMs?: undefined;
    }
  | { readonly kind: 'ttl'; readonly ttlMs: number; readonly sequential?: boolean | undefined }
  | { readonly kind: 'container'; readonly sequential?: false | undefined; readonly ttlMs?: undefined };

/** What a create can be told. */
export type CreateOptions = CallOptions &
  CreateShape & {
    /** Default: what the client's `defaultAcl` says. */
    readonly acl?: readonly Acl[] | undefined;
    /**
     * Whether parents that are missing are created, with the default ACL: as persistent znodes (`true`) or as containers.
     * Default: no.
     */
    readonly parents?: boolean | 'persistent' | 'container' | undefined;
    /**
     * Whether the name is marked with a uuid, as `_c_<uuid>-<name>`, so that the znode can be found again when the reply is
     * lost. Default: for sequential znodes.
     */
    readonly protect?: boolean | undefined;
    /** What a znode that is there already is: an `error`; or kept; or kept with its data set. Default: `error`. */
    readonly ifExists?: 'error' | 'set' | 'keep' | undefined;
  };

const shapeRules: OptionRules<CreateShape> = {
  kind: choiceRule('persistent', 'ephemeral', 'ttl', 'container'),
  sequential: flagRule,
  ttlMs: wholeNumberRule(1, Number(TTL_MAX_MS)),
};

/** What the options of a create in a transaction must be. */
export const createStepRules: OptionRules<CreateShape & Pick<CreateOptions, 'acl'>> = { ...shapeRules, acl: aclRule };

/** What the options of a create must be. */
export const createRules: OptionRules<CreateOptions> = {
  ...callRules,
  ...createStepRules,
  parents: choiceRule(true, false, 'persistent', 'container'),
  protect: flagRule,
  ifExists: choiceRule('error', 'set', 'keep'),
};

/** What is wrong with options that are right one by one, for callers whom no compiler warned; undefined if nothing is. */
export function problemOfCreateShape(shape: CreateShape): string | undefined {
  const { kind, sequential, ttlMs }: { readonly [Name in keyof CreateShape]: unknown } = shape;
  if (kind === 'ttl' && ttlMs === undefined) return 'a znode of kind ttl needs ttlMs';
  if (kind !== 'ttl' && ttlMs !== undefined) return 'ttlMs is for znodes of kind ttl';
  return kind === 'container' && sequential === true ? 'a container gets no number' : undefined;
}
