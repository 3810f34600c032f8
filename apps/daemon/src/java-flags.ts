import type { Setting } from '@zookit/server';

/** What flags for a Java machine mean to a server that has none. */
export interface JavaFlags {
  /** From `-Dname=value`. */
  readonly properties: readonly Setting[];
  /** The other flags, without their values. */
  readonly others: readonly string[];
}

/** The variables in which start scripts look for such flags; what the later says counts. */
const FLAG_VARIABLES = ['SERVER_JVMFLAGS', 'JVMFLAGS'] as const;

/** Takes the properties out of flags such as `-Dzookeeper.skipACL=yes -Xmx1000m`. */
export function javaProperties(flags: readonly string[], origin: string): JavaFlags {
  const isProperty = (flag: string) => /^-D[^=]/u.test(flag);
  return {
    properties: flags.filter(isProperty).map((flag) => {
      const [key = '', ...value] = flag.slice(2).split('=');
      return { key, value: value.join('='), origin };
    }),
    others: flags.filter((flag) => !isProperty(flag)).map((flag) => flag.replace(/=.*$/su, '')),
  };
}

/** The flags in the variables that start scripts for Apache's server know. */
export function javaFlagsOf(environment: NodeJS.ProcessEnv): readonly (JavaFlags & { readonly variable: string })[] {
  return FLAG_VARIABLES.map((variable) => {
    const flags = (environment[variable] ?? '').split(/\s+/u).filter((flag) => flag !== '');
    return { ...javaProperties(flags, variable), variable };
  });
}
