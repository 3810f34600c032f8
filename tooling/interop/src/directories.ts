import { fileURLToPath } from 'node:url';

const fromPackage = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Where installed peers, temporary files and the report go. Ignored by git; may be deleted at any time. */
export const cacheDirectory: string = fromPackage('.cache');

/** The scripts that the peers run. */
export const scriptsDirectory: string = fromPackage('scripts');

/** The root of the workspace. */
export const workspaceDirectory: string = fromPackage('../..');
