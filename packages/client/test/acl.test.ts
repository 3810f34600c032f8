import fc from 'fast-check';
import { expect, test } from 'vitest';
import { acl } from '../src/index.ts';

test('a digest entry is that of Apache’s DigestAuthenticationProvider', () => {
  expect(acl.digest('super', 'test')).toEqual({
    permissions: 31,
    id: { scheme: 'digest', id: 'super:D/InIHSb7yEEbrWz8b9l71RjZJU=' },
  });
  expect(acl.digest('bob', 'secret', 'r').permissions).toBe(1);
  expect(() => acl.digest('a:b', 'secret')).toThrow('no ":"');
});

test('ACLs are read as Apache’s shell takes them', () => {
  expect(acl.parse('world:anyone:r, digest:bob:aGFzaA==:cdrwa')).toEqual([
    { permissions: 1, id: { scheme: 'world', id: 'anyone' } },
    { permissions: 31, id: { scheme: 'digest', id: 'bob:aGFzaA==' } },
  ]);
  expect(acl.parse('x509:CN=bob,O=Example,C=DE:rw,ip:::1/128:r,auth::')).toEqual([
    { permissions: 3, id: { scheme: 'x509', id: 'CN=bob,O=Example,C=DE' } },
    { permissions: 1, id: { scheme: 'ip', id: '::1/128' } },
    { permissions: 0, id: { scheme: 'auth', id: '' } },
  ]);
});

test('the ready-made ACLs read as one expects', () => {
  expect(acl.format(acl.open)).toBe('world:anyone:cdrwa');
  expect(acl.format(acl.readOnly)).toBe('world:anyone:r');
  expect(acl.format(acl.creatorAll)).toBe('auth::cdrwa');
});

test('what is written is read back', () => {
  const id = fc.oneof(fc.stringMatching(/^[\w/@=+.-]*$/), fc.ipV6(), fc.stringMatching(/^[A-Z]+=\w+(,[A-Z]+=\w+)*$/));
  const entry = fc.record({
    permissions: fc.integer({ min: 0, max: 31 }),
    id: fc.record({ scheme: fc.constantFrom('world', 'digest', 'ip', 'x509', 'sasl', 'auth'), id }),
  });
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1 }), (entries) => {
      expect(acl.parse(acl.format(entries))).toEqual(entries);
    }),
  );
});

test.for([
  ['', '"" is no entry of an ACL; write scheme:id:permissions'],
  ['world:anyone', 'is no entry'],
  ['world:anyone:r,bob', '"bob" is no entry'],
  ['world:anyone:rx', '"x" is no permission; permissions are letters of "cdrwa"'],
])('%j is refused: %s', ([text, message]) => {
  expect(() => acl.parse(text ?? '')).toThrow(message);
});

test('whatever the text is, it is read or refused with a TypeError', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(':', ',', 'r', 'world', ' ', '\n', 'é')), (pieces) => {
      try {
        expect(acl.parse(pieces.join('')).length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
      }
    }),
  );
});

test('a password that is missing by mistake is refused, and not granted as the text "undefined"', () => {
  const { digest } = acl as { digest: (...given: unknown[]) => unknown };
  expect(() => digest('ada')).toThrow(new TypeError('a password must be a string'));
  expect(() => digest('ada', Buffer.from('secret'))).toThrow('a password must be a string');
  expect(() => digest(undefined, 'secret')).toThrow("a user's name must be a string, not undefined");
  expect(() => digest('ada', 'secret', 31)).toThrow('permissions must be a string, not 31');
  const { parse } = acl as { parse: (text: unknown) => unknown };
  expect(() => parse([])).toThrow('an ACL as text must be a string, not an array');
});
