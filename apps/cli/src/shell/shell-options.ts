import type { CommandOption } from './words/command-option.ts';

/** The options of the shell itself: Apache's, then ours. All take one dash or two. */
export const shellOptions: readonly CommandOption[] = [
  { name: 'server', value: 'host:port[,…][/chroot]', description: 'The servers. Default: localhost:2181' },
  { name: 'timeout', value: 'ms', description: 'The session timeout. Default: 30000' },
  { name: 'r', description: 'Accepts a server without a quorum, for reading' },
  { name: 'read-only', description: 'The same' },
  { name: 'client-configuration', value: 'file', description: "Properties of Apache's client, for TLS" },
  { name: 'waitforconnection', description: 'Does nothing before there is a session' },
  {
    name: 'output',
    value: 'format',
    description: 'How results are printed',
    choices: ['text', 'json'],
  },
  {
    name: 'auth',
    value: 'scheme:auth',
    description: 'A credential, such as digest:user:password; there may be several',
  },
  { name: 'tls', description: 'Speaks TLS' },
  { name: 'tls-ca', value: 'file', description: 'Whom to trust, as PEM' },
  { name: 'tls-cert', value: 'file', description: 'The certificate of this client, as PEM' },
  { name: 'tls-key', value: 'file', description: 'Its key, as PEM' },
  { name: 'tls-pfx', value: 'file', description: 'Certificate and key, as PKCS#12' },
  {
    name: 'tls-passphrase',
    value: 'text',
    description: 'Of the key or the PKCS#12 file; better in ZOOKIT_TLS_PASSPHRASE',
  },
  { name: 'tls-ignore-names', description: "Does not compare the server's name with its certificate" },
  {
    name: 'keep-session',
    description: 'Leaves the session of a single command to time out, with its ephemeral znodes',
  },
  {
    name: 'verbose',
    description: 'Tells of the connection, too, as the shell of Apache does; so does a link called zkCli.sh',
  },
  { name: 'help', description: 'Prints this' },
  { name: 'h', description: 'Prints this' },
  { name: 'version', description: 'Prints the version' },
];
