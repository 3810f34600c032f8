import type { Id } from '@zookit/protocol';
import type { ServerConfig } from '../config/server-config.ts';
import type { AuthProvider } from './auth-provider.ts';
import { digestProvider } from './digest-provider.ts';
import { ipProvider } from './ip-provider.ts';

/** The schemes that a server knows, by name. */
export type AuthProviders = ReadonlyMap<string, AuthProvider>;

/** The built-in schemes and those of `more`; a scheme named twice is the later one. */
export function authProviders(config: ServerConfig, more: readonly AuthProvider[] = []): AuthProviders {
  const builtIn = [ipProvider(), ...(config.digestAuth.enabled ? [digestProvider(config.digestAuth)] : [])];
  return new Map([...builtIn, ...more].map((provider) => [provider.scheme, provider]));
}

/** `identities` and those of `more` that are new. A new array, so that requests already taken in keep the old one. */
export function withIdentities(identities: readonly Id[], more: readonly Id[]): readonly Id[] {
  const isNew = (added: Id) => !identities.some((known) => known.scheme === added.scheme && known.id === added.id);
  return [...identities, ...more.filter(isNew)];
}

/** Whether one of `identities` is of a scheme that the server insists on. */
export function satisfiesEnforcement(identities: readonly Id[], enforcedSchemes: readonly string[]): boolean {
  return enforcedSchemes.length === 0 || identities.some((identity) => enforcedSchemes.includes(identity.scheme));
}
