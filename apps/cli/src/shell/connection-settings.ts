/** How the shell connects. */
export interface ConnectionSettings {
  /** A connect string, such as `h1:2181,h2:2181/chroot`. */
  readonly servers: string;
  /** What the session asks for, in ms. */
  readonly sessionTimeoutMs: number;
  /** Whether a server without a quorum will do. */
  readonly isReadOnly: boolean;
  /** Whether a command waits for a session even where all servers were tried in vain, until the session timeout is over. */
  readonly isPatient: boolean;
  readonly auth: readonly Credential[];
  readonly tls: TlsSettings | undefined;
}

/** Who the session says that it is. */
export interface Credential {
  readonly scheme: string;
  readonly auth: string;
}

/** Files and words for TLS. */
export interface TlsSettings {
  /** Whom to trust, as PEM. Default: whom Node trusts. */
  readonly trustStore: string | undefined;
  /** Certificate and key of this client, PEM or PKCS#12. */
  readonly keyStore: string | undefined;
  readonly keyStorePassphrase: string | undefined;
  /** The certificate, as PEM, where there is no key store. */
  readonly certificate: string | undefined;
  /** Its key, as PEM. */
  readonly key: string | undefined;
  /** Whether the server's name need not be in its certificate. */
  readonly ignoresNames: boolean;
}
