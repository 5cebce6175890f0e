import { expect, test } from 'vitest';
import { asTyped } from '../../../src/lib/change/plan/as-typed.js';

test.each([
  ["my relay's.yaml", String.raw`'my relay'\''s.yaml'`],
  ['$(id).yaml', "'$(id).yaml'"],
  ['relay.yaml', 'relay.yaml'],
])('the command of a plan quotes the profile %s for a shell', (spec, quoted) => {
  for (const command of ['prune', 'migrate', 'fix-consistency --apply'] as const)
    expect(asTyped(command, { profile: ['auto', spec] })).toBe(`${command} --profile ${quoted}`);
});
