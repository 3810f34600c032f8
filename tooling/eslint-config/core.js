import { builtinModules } from 'node:module';

const instead = 'The core performs no I/O and knows no clock and no chance: take it as an argument.';

/** What code without I/O must not import. */
export const corePatterns = [{ group: ['node:*', ...builtinModules], message: instead }];

/** What code without I/O must not touch. */
export const coreRules = {
  'no-restricted-globals': [
    'error',
    ...[
      'process',
      'performance',
      'crypto',
      'fetch',
      'console',
      'setTimeout',
      'setInterval',
      'setImmediate',
      'clearTimeout',
      'clearInterval',
      'clearImmediate',
      'queueMicrotask',
    ].map((name) => ({ name, message: instead })),
  ],
};

/** Properties that are a clock or a die. */
export const coreProperties = [
  { object: 'Date', property: 'now', message: instead },
  { object: 'Math', property: 'random', message: instead },
];

/** Syntax that reads the clock without naming it. */
export const coreSyntax = [{ selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: instead }];
