import { validatePath } from '@zookit/protocol';
import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import { type PathParameters, pathTemplate } from '../src/index.ts';

const instance = pathTemplate('/app/{service}/instance-{id}.json');

test('a template fills its gaps and finds them again', () => {
  expect(instance.build({ service: 'web', id: 7 })).toBe('/app/web/instance-7.json');
  expect(instance.match('/app/web/instance-7.json')).toEqual({ service: 'web', id: '7' });
});

test('the compiler knows the names of the gaps', () => {
  expectTypeOf<PathParameters<'/a/{b}/{c}-d'>>().toEqualTypeOf<'b' | 'c'>();
  expectTypeOf(instance.match('/')).toEqualTypeOf<Record<'service' | 'id', string> | undefined>();
  // @ts-expect-error a gap is left open
  expect(() => instance.build({ service: 'web' })).toThrow("{id} can't be");
});

test.for([
  '/app/web/instance-7',
  '/app/web/instance-.json',
  '/app/web/instance-7.json/more',
  '/app/instance-7.json',
  '/app//instance-7.json',
  '/other/web/instance-7.json',
  'app/web/instance-7.json',
  '',
])('%j is of another form', (path) => {
  expect(instance.match(path)).toBeUndefined();
});

test('every value that can be built in is matched again', () => {
  const value = fc.string({ minLength: 1, unit: fc.constantFrom('a', '-', '.', '{', '}', '\0', '/', 'é', 'json') });
  fc.assert(
    fc.property(value, value, (service, id) => {
      let path: string;
      try {
        path = instance.build({ service, id });
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
        return;
      }
      expect(validatePath(path)).toBeUndefined();
      expect(instance.match(path)).toEqual({ service, id });
    }),
  );
});

test('a gap named as a property of every object is a gap like others', () => {
  const template = pathTemplate('/{__proto__}/{constructor}');
  expect(Object.entries(template.match('/a/b') ?? {})).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ]);
});

test.for([
  ['/{a}{b}', 'more than one gap'],
  ['/{a', 'a brace without its other'],
  ['/a}', 'a brace without its other'],
  ['/{}', 'a brace without its other'],
  ['/{a}/{a}', 'a name stands in two gaps'],
  ['{a}', 'the path does not start with "/"'],
  ['/{a}/', 'the path ends with "/"'],
] as const)('the template %j is refused: %s', ([template, message]) => {
  expect(() => pathTemplate(template)).toThrow(message);
});

test.for(['', '.', '..', 'a/b', '\0'])('the value %j is refused', (name) => {
  expect(() => pathTemplate('/app/{name}').build({ name })).toThrow(TypeError);
});
