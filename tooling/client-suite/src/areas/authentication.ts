import { acl, AuthFailedError, NoAuthError } from '@zookit/client';
import { describe, expect } from 'vitest';
import { failureOf } from '../failure-of.ts';
import { stateOf } from '../state-of.ts';
import type { Suite } from '../suite.ts';
import { through } from '../through.ts';

const BOB = { scheme: 'digest', auth: 'bob:secret' };
const BOBS = { acl: [acl.digest('bob', 'secret')] };
const DATA = new TextEncoder().encode('for bob alone');

/** Who a client is, as far as the server knows. */
export function describeAuthentication({ test }: Suite): void {
  describe('authentication', () => {
    test('a znode for one user is for nobody else', async ({ client, tree }) => {
      await client.create('/bobs', DATA, BOBS);
      expect(await failureOf(client.get('/bobs'))).toBeInstanceOf(NoAuthError);
      const carol = await tree.connect({ auth: [{ scheme: 'digest', auth: 'carol:secret' }] });
      expect(await failureOf(carol.get('/bobs'))).toBeInstanceOf(NoAuthError);
      const bob = await tree.connect({ auth: [BOB] });
      expect((await bob.get('/bobs')).data).toEqual(DATA);
    });

    test('what is asked behind addAuth has its rights, in the same turn already', async ({ client }) => {
      await client.create('/bobs', DATA, BOBS);
      const [before, , behind] = await Promise.all([
        failureOf(client.get('/bobs')),
        client.addAuth(BOB.scheme, BOB.auth),
        client.get('/bobs'),
      ]);
      expect(before).toBeInstanceOf(NoAuthError);
      expect(behind.data).toEqual(DATA);
    });

    test('a client is who it was on each connection, before what waits goes out', async ({ tree, proxy }) => {
      const client = await tree.connect({ ...through(proxy), auth: [BOB] });
      await client.addAuth('digest', 'carol:secret');
      await client.create('/both', DATA, { acl: [...BOBS.acl, acl.digest('carol', 'secret')] });
      for (let cuts = 0; cuts < 5; cuts++) {
        const suspended = new Promise((resolve) => client.addEventListener('state', resolve, { once: true }));
        proxy.cut();
        await suspended;
        expect((await client.get('/both')).data).toEqual(DATA);
      }
      const names = (await client.whoAmI()).filter(({ scheme }) => scheme === 'digest').map(({ id }) => id);
      expect(names.sort()).toEqual(['bob', 'carol']);
    });

    test('addAuth is made good on the next connection when its reply is lost', async ({ tree, proxy }) => {
      const client = await tree.connect(through(proxy));
      await client.create('/bobs', DATA, BOBS);
      const cut = proxy.cutAfter('toClient', 0);
      await client.addAuth(BOB.scheme, BOB.auth);
      await cut;
      expect((await client.get('/bobs')).data).toEqual(DATA);
    });

    test('the super user may do everything', async ({ client, tree }) => {
      await client.create('/bobs', DATA, BOBS);
      const root = await tree.connect({ auth: [{ scheme: 'digest', auth: 'super:admin' }] });
      expect((await root.get('/bobs')).data).toEqual(DATA);
    });

    test('a scheme that the server does not know ends the client', async ({ client }) => {
      const failure = await failureOf(client.addAuth('nonsense', 'x'));
      expect(failure).toBeInstanceOf(AuthFailedError);
      const { error } = await stateOf(client, 'closed');
      expect(error).toBeInstanceOf(AuthFailedError);
    });

    test('a client whose credentials are refused does not connect', async ({ tree }) => {
      expect(await failureOf(tree.connect({ auth: [BOB, { scheme: 'nonsense', auth: 'x' }] }))).toBeInstanceOf(
        AuthFailedError,
      );
    });
  });
}
