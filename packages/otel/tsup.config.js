export { library as default } from '@zookit/tsup-config';
