export { instrumentZooKeeper, type Instrumentation, type InstrumentOptions } from './instrument.ts';
