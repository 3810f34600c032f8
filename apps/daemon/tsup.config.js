import { app } from '@zookit/tsup-config';

/** Reproducible builds say for which moment they are made. */
const epochSeconds = process.env.SOURCE_DATE_EPOCH;
const builtAt = epochSeconds === undefined ? new Date() : new Date(1000 * Number(epochSeconds));

export default { ...app, define: { ZOOKIT_BUILT_AT: JSON.stringify(builtAt.toISOString()) } };
