import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDirectives, quoted } from '../../src/auth/digest-directives.ts';
import { DigestMd5Exchange } from '../../src/auth/sasl-digest-md5.ts';
import { SaslError } from '../../src/auth/sasl-mechanism.ts';

/** An exchange that Apache ZooKeeper 3.9 accepted. */
const NONCE = 'nB7tYQXkwVJTugUbrZPKk50RACHZxHvjxCFVoYqn';
const CNONCE = 'EDVcRz6Ly3FxcElYcGyVaQOw4jncXE64XpsDldLt';
const CHALLENGE = `realm="zk-sasl-md5",nonce="${NONCE}",charset=utf-8,algorithm=md5-sess`;

function exchangeOfBob(): DigestMd5Exchange {
  return new DigestMd5Exchange({ username: 'bob', password: 'bobsecret' }, () => Buffer.from(CNONCE, 'base64'));
}

test('the first token is empty, the second answers the challenge as Apache’s server wants it', () => {
  const exchange = exchangeOfBob();
  expect(exchange.begin()).toHaveLength(0);
  expect(Buffer.from(exchange.answer(Buffer.from(CHALLENGE)) ?? []).toString()).toBe(
    `charset=utf-8,username="bob",realm="zk-sasl-md5",nonce="${NONCE}",nc=00000001,cnonce="${CNONCE}",` +
      'digest-uri="zookeeper/zk-sasl-md5",maxbuf=65536,response=a5515d9bebda4d0fa51ad1840222ba6e,qop=auth,authzid="bob"',
  );
});

test('the exchange is complete when the server has proved that it knows the password', () => {
  const exchange = exchangeOfBob();
  exchange.answer(Buffer.from(CHALLENGE));
  expect(exchange.answer(Buffer.from('rspauth=04d6809d764f014350a6933c5e08a3f6'))).toBeUndefined();
  expect(() => exchange.answer(Buffer.from(CHALLENGE))).toThrow('behind the end');
});

test.for([
  'rspauth=a5515d9bebda4d0fa51ad1840222ba6e',
  'rspauth=04',
  'rspauth="é4d6809d764f014350a6933c5e08a3f6"',
  'a=b',
])('a server that answers %s does not know the password', (answer) => {
  const exchange = exchangeOfBob();
  exchange.answer(Buffer.from(CHALLENGE));
  expect(() => exchange.answer(Buffer.from(answer))).toThrow('the server does not know the password');
});

test.for([null, ''])('a server that answers %j to the response does not accept the password', (answer) => {
  const exchange = exchangeOfBob();
  exchange.answer(Buffer.from(CHALLENGE));
  expect(() => exchange.answer(answer === null ? null : Buffer.from(answer))).toThrow('does not accept the password');
});

test.for<[string | null, string]>([
  [null, 'offers no DIGEST-MD5'],
  ['', 'offers no DIGEST-MD5'],
  ['realm="zk-sasl-md5",algorithm=md5-sess', 'has no nonce'],
  ['nonce="x"', 'has no algorithm'],
  ['nonce="x",algorithm=sha-256', 'wants the algorithm sha-256'],
  ['nonce="x",algorithm=md5-sess,qop="auth-int,auth-conf"', 'wants auth-int or auth-conf'],
  ['nonce="x', "'s challenge can't be read at character 0"],
])('the challenge %j is refused: the server %s', ([challenge, message]) => {
  const token = challenge === null ? null : Buffer.from(challenge);
  expect(() => exchangeOfBob().answer(token)).toThrow(SaslError);
  expect(() => exchangeOfBob().answer(token)).toThrow(message);
});

test('a challenge longer than RFC 2831 allows is refused unread', () => {
  expect(() => exchangeOfBob().answer(Buffer.alloc(2049, ','))).toThrow('sends 2049 bytes');
});

test('a realm of one’s own stands instead of the server’s', () => {
  const options = { username: 'b"ob', password: 'x', realm: 'here' };
  const response = new DigestMd5Exchange(options, randomBytes).answer(Buffer.from(CHALLENGE));
  const directives = parseDirectives(Buffer.from(response ?? []).toString());
  expect(directives.get('realm')).toBe('here');
  expect(directives.get('username')).toBe('b"ob');
});

test('each exchange draws a nonce of its own', () => {
  const nonceOf = (): string | undefined => {
    const exchange = new DigestMd5Exchange({ username: 'bob', password: 'x' }, randomBytes);
    return parseDirectives(Buffer.from(exchange.answer(Buffer.from(CHALLENGE)) ?? []).toString()).get('cnonce');
  };
  expect(nonceOf()).not.toBe(nonceOf());
});

test('names and passwords are hashed in ISO 8859-1 where that is possible, else in UTF-8', () => {
  const options = { username: 'jörg', password: 'pässword€' };
  const exchange = new DigestMd5Exchange(options, () => Buffer.from(CNONCE, 'base64'));
  const directives = parseDirectives(Buffer.from(exchange.answer(Buffer.from(CHALLENGE)) ?? []).toString());
  const hex = (data: string | Buffer): string => createHash('md5').update(data).digest('hex');
  const identity = Buffer.concat([Buffer.from('jörg:zk-sasl-md5:', 'latin1'), Buffer.from('pässword€')]);
  const known = createHash('md5').update(identity).digest();
  const secret = hex(Buffer.concat([known, Buffer.from(`:${NONCE}:${CNONCE}:jörg`)]));
  const action = hex('AUTHENTICATE:zookeeper/zk-sasl-md5');
  expect(directives.get('username')).toBe('jörg');
  expect(directives.get('response')).toBe(hex(`${secret}:${NONCE}:00000001:${CNONCE}:auth:${action}`));
});

test('directives are read as they were written', () => {
  const values = fc.dictionary(fc.stringMatching(/^[a-z][a-z-]{0,9}$/), fc.string({ unit: 'grapheme' }));
  fc.assert(
    fc.property(values, fc.constantFrom(',', ', ', ' ,, '), (directives, separator) => {
      const text = Object.entries(directives).map(([name, value]) => `${name}=${quoted(value)}`);
      expect(new Map(Object.entries(directives))).toEqual(parseDirectives(text.join(separator)));
    }),
  );
});

test('whatever the server sends, it is read or refused with a SaslError', () => {
  const pieces = fc.constantFrom('a', '=', '"', '\\', ',', ' ', 'nonce', 'é', '\0');
  const text = fc.oneof(
    fc.string(),
    fc.array(pieces).map((list) => list.join('')),
  );
  fc.assert(
    fc.property(text, (input) => {
      try {
        parseDirectives(input);
      } catch (error) {
        expect(error).toBeInstanceOf(SaslError);
      }
    }),
  );
});
