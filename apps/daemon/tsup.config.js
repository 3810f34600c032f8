export { app as default } from '@zookit/tsup-config';
