import { validatePath } from '@zookit/protocol';

/** The names in braces of a path template. */
export type PathParameters<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParameters<Rest>
  : never;

/** A path with gaps, such as `/app/{service}/instance-{id}`. */
export interface PathTemplate<Template extends string> {
  readonly template: Template;
  /** Fills the gaps. Throws `TypeError` for a value that can't stand there: an empty one, or one with a `/`. */
  build(parameters: Readonly<Record<PathParameters<Template>, string | number>>): string;
  /** What stands in the gaps of a path, or undefined if the path is not of this form. */
  match(path: string): Record<PathParameters<Template>, string> | undefined;
}

/** One name of the path: what stands in front of the gap and behind it; without a gap, the whole as `before`. */
interface Segment {
  readonly before: string;
  readonly parameter: string | undefined;
  readonly after: string;
}

const SEGMENT = /^([^{}]*)(?:\{([^{}]+)\}([^{}]*))?$/;

/**
 * Reads a template. At most one gap per name of the path, so that what was built is matched to the same values. Throws
 * `TypeError` for a template that can't make paths.
 */
export function pathTemplate<const Template extends string>(template: Template): PathTemplate<Template> {
  const segments = template.split('/').map((segment) => parseSegment(segment, template));
  assertTemplate(template, segments);
  return {
    template,
    build: (parameters) => build(segments, new Map(Object.entries<string | number>(parameters)), template),
    match: (path) => match(segments, path),
  };
}

function parseSegment(text: string, template: string): Segment {
  const parts = SEGMENT.exec(text);
  if (parts === null) {
    throw new TypeError(`path template ${template}: "${text}" has more than one gap, or a brace without its other`);
  }
  const [, before = '', parameter, after = ''] = parts;
  return { before, parameter, after };
}

function assertTemplate(template: string, segments: readonly Segment[]): void {
  const names = segments.map((segment) => segment.parameter).filter((name) => name !== undefined);
  if (new Set(names).size < names.length) throw new TypeError(`path template ${template}: a name stands in two gaps`);
  const example = segments.map(({ before, parameter, after }) => before + (parameter === undefined ? '' : 'x') + after);
  const problem = validatePath(example.join('/'));
  if (problem !== undefined) throw new TypeError(`path template ${template}: the path ${problem}`);
}

function build(segments: readonly Segment[], values: ReadonlyMap<string, string | number>, template: string): string {
  const path = segments.map((segment) => buildSegment(segment, values, template)).join('/');
  const problem = validatePath(path);
  if (problem !== undefined)
    throw new TypeError(`path template ${template}: the path ${JSON.stringify(path)} ${problem}`);
  return path;
}

function buildSegment(segment: Segment, values: ReadonlyMap<string, string | number>, template: string): string {
  const { before, parameter, after } = segment;
  if (parameter === undefined) return before;
  const value = String(values.get(parameter) ?? '');
  if (value !== '' && !value.includes('/')) return before + value + after;
  throw new TypeError(`path template ${template}: {${parameter}} can't be ${JSON.stringify(value)}`);
}

function match(segments: readonly Segment[], path: string): Record<string, string> | undefined {
  const names = path.split('/');
  if (names.length !== segments.length || validatePath(path) !== undefined) return undefined;
  const values: [string, string][] = [];
  for (const [index, segment] of segments.entries()) {
    const name = names[index] ?? '';
    const value = matchSegment(segment, name);
    if (value === undefined) return undefined;
    if (segment.parameter !== undefined) values.push([segment.parameter, value]);
  }
  return Object.fromEntries(values);
}

/** What stands in the gap; empty where there is none; undefined if the name is another. */
function matchSegment({ before, parameter, after }: Segment, name: string): string | undefined {
  if (parameter === undefined) return name === before ? '' : undefined;
  const length = name.length - before.length - after.length;
  if (length < 1 || !name.startsWith(before) || !name.endsWith(after)) return undefined;
  return name.slice(before.length, before.length + length);
}
