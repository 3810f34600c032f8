export { workspace as default } from '@zookit/eslint-config';
