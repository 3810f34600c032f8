import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Registrations, type Registration } from '../src/registrations.ts';
import { TestClient } from './support/client.ts';

const watcher = new TestClient(1n);

/** Paths whose hashes are their lengths, as those of very long strings are in V8. */
function registrationOf(path: string): Registration {
  const links = { previous: undefined, next: undefined, nextOfHash: undefined };
  return { watcher, path, pathHash: path.length, modes: 1, ...links };
}

const path = fc.constantFrom('/a', '/b', '/c', '/d', '/aa', '/bb', '/ccc');

test('any registrations that came and have not gone are found by their path, though others have its hash', () => {
  fc.assert(
    fc.property(fc.array(path, { maxLength: 60, size: 'max' }), (paths) => {
      const registrations = new Registrations();
      const model = new Map<string, Registration>();
      for (const path of paths) {
        const there = model.get(path);
        expect(registrations.get(path, path.length)).toBe(there);
        if (there === undefined) {
          model.set(path, registrationOf(path));
          registrations.add(model.get(path)!);
        } else {
          registrations.delete(there);
          model.delete(path);
        }
        expect(registrations.size).toBe(model.size);
        expect(new Set(registrations.values())).toEqual(new Set(model.values()));
      }
      for (const registration of registrations.values()) {
        registrations.delete(registration);
        expect(model.delete(registration.path)).toBe(true);
      }
      expect([registrations.size, model.size]).toEqual([0, 0]);
    }),
  );
});
