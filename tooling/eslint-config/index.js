import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tsdoc from 'eslint-plugin-tsdoc';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

import { corePatterns, coreProperties, coreRules, coreSyntax } from './core.js';
import { foldersTagged, layers } from './layers.js';

const core = foldersTagged('bytes', 'words', 'core');
const everyEnding = '{ts,js}';

/** Forbidden syntax of any file. Each says what to write in its place. */
const restrictedSyntax = [
  { selector: 'TSEnumDeclaration', message: 'Write an `as const` object and a type of the same name.' },
  { selector: 'ExportAllDeclaration', message: 'Export by name: the index is a list that one can read.' },
];

/** An underscore says that a name is there for its place only. */
const unused = { argsIgnorePattern: '^_', varsIgnorePattern: '^_' };

const typed = {
  files: ['**/*.ts'],
  extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
  plugins: { tsdoc },
  languageOptions: { parserOptions: { projectService: true } },
  rules: {
    'tsdoc/syntax': 'error',
    '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    // Numbers and bigints read well in a message.
    '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    '@typescript-eslint/no-confusing-void-expression': [
      'error',
      { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
    ],
    '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
    '@typescript-eslint/no-unused-vars': ['error', unused],
    // An index into a typed array or a table that was just measured is safe, and `noUncheckedIndexedAccess` cannot know.
    '@typescript-eslint/no-non-null-assertion': 'off',
    '@typescript-eslint/prefer-readonly': 'error',
    '@typescript-eslint/no-unnecessary-type-parameters': 'off',
  },
};

const everywhere = {
  files: [`**/*.${everyEnding}`],
  plugins: { 'import-x': importX },
  settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js'] })] },
  rules: {
    curly: ['error', 'multi-line'],
    eqeqeq: 'error',
    'no-var': 'error',
    'object-shorthand': 'error',
    'prefer-const': 'error',
    'no-restricted-syntax': ['error', ...restrictedSyntax],
    'import-x/first': 'error',
    'import-x/newline-after-import': 'error',
    'import-x/no-cycle': 'error',
    'import-x/no-default-export': 'error',
    'import-x/no-duplicates': ['error', { 'prefer-inline': true }],
    'import-x/no-mutable-exports': 'error',
    'import-x/no-self-import': 'error',
    'max-lines': ['warn', { max: 400, skipBlankLines: true, skipComments: true }],
    'max-lines-per-function': ['warn', { max: 60, skipBlankLines: true, skipComments: true }],
  },
};

/** What Node 20, the oldest that our packages run on, does not have. */
const notInNode20 = [
  { object: 'Array', property: 'fromAsync' },
  { object: 'Map', property: 'groupBy' },
  { object: 'Object', property: 'groupBy' },
  { object: 'Promise', property: 'try' },
  { object: 'Promise', property: 'withResolvers' },
].map((one) => ({ ...one, message: 'Node 20 does not have it.' }));

const published = {
  files: ['{packages,apps}/*/src/**/*.ts'],
  rules: { 'no-restricted-properties': ['error', ...notInNode20] },
};

/** Sources of libraries speak through what they return and through the logger that they are given. */
const quietSources = {
  files: ['packages/*/src/**/*.ts'],
  rules: { 'no-console': 'error' },
};

/** Tests that are run against more than one server. */
const sharedTests = 'tooling/client-suite/src/areas/*.ts';

/** A suite is as long as what it tests. */
const tests = {
  files: [`**/test/**/*.${everyEnding}`, `**/bench/**/*.${everyEnding}`, sharedTests],
  rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' },
};

/** What a test hands in may be odd on purpose. */
const typedTests = {
  files: ['**/test/**/*.ts', '**/bench/**/*.ts', sharedTests],
  rules: {
    '@typescript-eslint/no-empty-function': 'off',
    '@typescript-eslint/require-await': 'off',
    '@typescript-eslint/unbound-method': 'off',
  },
};

const settings = {
  files: ['**/*.config.{ts,js}', 'tooling/*-config/*.js'],
  rules: { 'import-x/no-default-export': 'off' },
};

/** The rules of the whole workspace. */
export const workspace = defineConfig(
  globalIgnores(['**/dist/', '**/coverage/', '**/.turbo/', '**/.cache/', '.tools/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  typed,
  everywhere,
  {
    files: ['**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'no-undef': 'off', 'no-unused-vars': ['error', unused] },
  },
  published,
  quietSources,
  layers.map(({ folder, patterns }) => ({
    files: [`${folder}/**/*.${everyEnding}`],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  })),
  layers
    .filter(({ folder }) => core.includes(folder))
    .map(({ folder, patterns }) => ({
      files: [`${folder}/src/**/*.ts`],
      rules: {
        ...coreRules,
        'no-restricted-properties': ['error', ...notInNode20, ...coreProperties],
        'no-restricted-imports': ['error', { patterns: [...patterns, ...corePatterns] }],
        'no-restricted-syntax': ['error', ...restrictedSyntax, ...coreSyntax],
      },
    })),
  tests,
  typedTests,
  settings,
  prettier,
);
