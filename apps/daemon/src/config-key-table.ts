import { configTable } from '@zookit/server';

/** The keys of zoo.cfg that have an effect, as a Markdown table. */
export function configKeyTable(): string {
  const rows = configTable().map(({ name, default: standard, meaning, properties }) => [
    `\`${name}\``,
    standard,
    meaning,
    properties.map((property) => `\`${property}\``).join(', '),
  ]);
  const head = ['key', 'default', 'meaning', 'property'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
