import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { PLANNED, RECORDED } from '../../src/lib/change/actions.js';

type Node = Record<string, unknown>;

/** The values of each `action` in the schema, by what stands beside it. */
async function actionsIn(schema: string, beside: string): Promise<string[]> {
  const text = await readFile(new URL(`../../schemas/${schema}.json`, import.meta.url), 'utf8');
  const found: string[] = [];
  JSON.parse(text, (_, node: Node) => {
    const action = typeof node === 'object' && node !== null && beside in node ? (node['action'] as Node | undefined) : undefined;
    for (const value of (action?.['enum'] ?? []) as string[]) found.push(value);
    return node;
  });
  return found;
}

const sorted = (values: Iterable<string>): string[] => [...new Set(values)].toSorted();

describe('schemas know each action', () => {
  test('of plans', async () => {
    const all = await Promise.all(
      ['change', 'limits-change', 'migrate', 'restore', 'fix-consistency'].map((name) => actionsIn(name, 'pattern')),
    );
    expect(sorted(all.flat())).toEqual(sorted(PLANNED));
  });

  test('of the plans of restores', async () => {
    expect(sorted(await actionsIn('restore', 'pattern'))).toEqual(sorted(Object.values(RECORDED)));
  });

  test('of archives', async () => {
    expect(sorted(await actionsIn('restore', 'records'))).toEqual(sorted(Object.keys(RECORDED)));
  });
});
