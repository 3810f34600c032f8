import { describeClient, inProcessServer } from '../src/index.ts';

describeClient(inProcessServer);
