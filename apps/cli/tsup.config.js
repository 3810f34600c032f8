import { app } from '@zookit/tsup-config';

export default { ...app, entry: { txnlog: 'src/txnlog/main.ts', zookit: 'src/shell/main.ts' } };
