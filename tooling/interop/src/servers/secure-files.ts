import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateAuthority, type Identity } from '@zookit/testkit';
import { runCommand } from '../run-command.ts';
import type { Settings } from './server-process.ts';

const STORE_PASSWORD = 'storepassword';

/** Apache's server speaks TLS with this connection factory only. */
const TLS_SETTINGS: Settings = {
  serverCnxnFactory: 'org.apache.zookeeper.server.NettyServerCnxnFactory',
  'authProvider.x509': 'org.apache.zookeeper.server.auth.X509AuthenticationProvider',
};

/** The certificates, stores and passwords that a server of Apache's reads, in a directory of their own. */
export class SecureFiles implements AsyncDisposable {
  readonly authority: CertificateAuthority = new CertificateAuthority('interop');
  readonly #directory: string;
  readonly #server: Identity;

  private constructor(directory: string) {
    this.#directory = directory;
    this.#server = this.authority.issue({ subject: { CN: 'server' }, names: ['localhost', '127.0.0.1'] });
  }

  static async make(): Promise<SecureFiles> {
    return new SecureFiles(await mkdtemp(join(tmpdir(), 'interop-secure-')));
  }

  /** For TLS by files of PEM. */
  async pem(secureClientPort: number): Promise<Settings> {
    const keyStore = await this.#write('server.pem', this.#server.key + this.#server.cert);
    const trustStore = await this.#write('ca.pem', this.authority.cert);
    return {
      ...TLS_SETTINGS,
      secureClientPort: String(secureClientPort),
      'ssl.keyStore.location': keyStore,
      'ssl.trustStore.location': trustStore,
    };
  }

  /** For TLS by PKCS#12. Java trusts what its own keytool marks as trusted. */
  async pkcs12(secureClientPort: number): Promise<Settings> {
    const keyStore = await this.#write('server.p12', this.#server.pfx(STORE_PASSWORD));
    const certificate = await this.#write('ca.pem', this.authority.cert);
    const trustStore = join(this.#directory, 'trust.p12');
    const store = ['-keystore', trustStore, '-storetype', 'PKCS12', '-storepass', STORE_PASSWORD];
    await runCommand('keytool', ['-importcert', '-noprompt', '-alias', 'ca', '-file', certificate, ...store]);
    return {
      ...TLS_SETTINGS,
      secureClientPort: String(secureClientPort),
      'ssl.keyStore.location': keyStore,
      'ssl.keyStore.password': STORE_PASSWORD,
      'ssl.trustStore.location': trustStore,
      'ssl.trustStore.password': STORE_PASSWORD,
    };
  }

  /** A file of users for DIGEST-MD5; resolves to its path. */
  jaas(users: Readonly<Record<string, string>>): Promise<string> {
    const entries = Object.entries(users).map(([name, password]) => `  user_${name}="${password}"`);
    const login = `org.apache.zookeeper.server.auth.DigestLoginModule required\n${entries.join('\n')};`;
    return this.#write('jaas.conf', `Server {\n  ${login}\n};\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #write(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(this.#directory, name);
    await writeFile(path, content);
    return path;
  }
}
