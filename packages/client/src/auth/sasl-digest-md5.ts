import { createHash, timingSafeEqual } from 'node:crypto';
import { parseDirectives, quoted } from './digest-directives.ts';
import { type SaslExchange, SaslError } from './sasl-mechanism.ts';

/** What the server calls itself: the same for all of them, whatever their host. */
const DIGEST_URI = 'zookeeper/zk-sasl-md5';
const NONCE_COUNT = '00000001';
const CLIENT_NONCE_BYTES = 30;
/** RFC 2831 allows no longer challenge. */
const TOKEN_MAX_BYTES = 2048;

/** Who authenticates by DIGEST-MD5. */
export interface DigestMd5Options {
  readonly username: string;
  readonly password: string;
  /** Default: the realm that the server offers. */
  readonly realm?: string | undefined;
}

/** The client's side of DIGEST-MD5 with a ZooKeeper server. Source: RFC 2831, and what Apache ZooKeeper 3.9 exchanges. */
export class DigestMd5Exchange implements SaslExchange {
  readonly #options: DigestMd5Options;
  readonly #clientNonce: string;
  /** What the server must answer to prove that it knows the password; undefined before the challenge. */
  #proof: string | undefined;
  #isComplete = false;

  constructor(options: DigestMd5Options, randomBytes: (count: number) => Uint8Array) {
    this.#options = options;
    this.#clientNonce = Buffer.from(randomBytes(CLIENT_NONCE_BYTES)).toString('base64');
  }

  begin(): Uint8Array {
    return new Uint8Array();
  }

  answer(token: Uint8Array | null): Uint8Array | undefined {
    if (this.#isComplete) throw new SaslError('the server goes on behind the end of the exchange');
    if (token === null || token.length === 0) throw new SaslError(silenceOf(this.#proof !== undefined));
    if (token.length > TOKEN_MAX_BYTES) throw new SaslError(`the server sends ${String(token.length)} bytes`);
    const directives = parseDirectives(Buffer.from(token).toString());
    if (this.#proof === undefined) return this.#respond(directives);
    this.#verify(directives.get('rspauth') ?? '', this.#proof);
    return undefined;
  }

  #respond(challenge: ReadonlyMap<string, string>): Uint8Array {
    const nonce = required(challenge, 'nonce');
    assertOffer(challenge);
    const realm = this.#options.realm ?? challenge.get('realm') ?? '';
    const secret = this.#secret(realm, nonce);
    this.#proof = this.#digest(secret, nonce, `:${DIGEST_URI}`);
    const response = this.#digest(secret, nonce, `AUTHENTICATE:${DIGEST_URI}`);
    return Buffer.from(this.#format(realm, nonce, response));
  }

  #format(realm: string, nonce: string, response: string): string {
    const username = quoted(this.#options.username);
    return [
      'charset=utf-8',
      `username=${username}`,
      `realm=${quoted(realm)}`,
      `nonce=${quoted(nonce)}`,
      `nc=${NONCE_COUNT}`,
      `cnonce=${quoted(this.#clientNonce)}`,
      `digest-uri=${quoted(DIGEST_URI)}`,
      'maxbuf=65536',
      `response=${response}`,
      'qop=auth',
      `authzid=${username}`,
    ].join(',');
  }

  /** A1 of the RFC, hashed: who, with which password, in this exchange. */
  #secret(realm: string, nonce: string): string {
    const { username, password } = this.#options;
    const identity = createHash('md5').update(latinOrUtf8(username)).update(':').update(latinOrUtf8(realm));
    const known = identity.update(':').update(latinOrUtf8(password)).digest();
    const hash = createHash('md5').update(known);
    return hash.update(`:${nonce}:${this.#clientNonce}:${username}`).digest('hex');
  }

  #digest(secret: string, nonce: string, action: string): string {
    const hash = md5(action).toString('hex');
    return md5(`${secret}:${nonce}:${NONCE_COUNT}:${this.#clientNonce}:auth:${hash}`).toString('hex');
  }

  #verify(answer: string, proof: string): void {
    const given = Buffer.from(answer);
    const wanted = Buffer.from(proof);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
      throw new SaslError('the server does not know the password');
    this.#isComplete = true;
  }
}

/** A server without SASL answers nothing, and so does one that lets clients in whose password is wrong. */
function silenceOf(hasResponded: boolean): string {
  return hasResponded ? 'the server does not accept the password' : 'the server offers no DIGEST-MD5';
}

function required(challenge: ReadonlyMap<string, string>, name: string): string {
  const value = challenge.get(name);
  if (value === undefined) throw new SaslError(`the server's challenge has no ${name}`);
  return value;
}

/** Without a list of protections the server wants authentication alone, which is all that a client offers. */
function assertOffer(challenge: ReadonlyMap<string, string>): void {
  const protections = (challenge.get('qop') ?? 'auth').split(',').map((name) => name.trim());
  if (!protections.includes('auth')) throw new SaslError(`the server wants ${protections.join(' or ')}`);
  const algorithm = required(challenge, 'algorithm');
  if (algorithm !== 'md5-sess') throw new SaslError(`the server wants the algorithm ${algorithm}`);
}

/** Before hashing, what ISO 8859-1 can say is said in it, and only the rest in UTF-8. Source: RFC 2831, section 2.1.2.1. */
function latinOrUtf8(value: string): Buffer {
  return Buffer.from(value, /^[\0-\u00ff]*$/.test(value) ? 'latin1' : 'utf8');
}

function md5(text: string): Buffer {
  return createHash('md5').update(text).digest();
}
