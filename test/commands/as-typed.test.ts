import { expect, test } from 'vitest';
import type { ConsistencyFlags } from '../../src/lib/cli/consistency/flags.js';
import type { MigrateFlags } from '../../src/lib/cli/migrate/flags.js';
import { asTyped as migrateAsTyped } from '../../src/lib/cli/migrate/options.js';
import type { PruneFlags } from '../../src/lib/cli/prune/flags.js';
import { asTyped as pruneAsTyped } from '../../src/lib/cli/prune/options.js';
import { asTyped as repairAsTyped } from '../../src/lib/cli/repair/options.js';

test.each([
  ["my relay's.yaml", String.raw`'my relay'\''s.yaml'`],
  ['$(id).yaml', "'$(id).yaml'"],
  ['relay.yaml', 'relay.yaml'],
])('the command that goes on after a change names the profile %s as a shell takes it', (spec, quoted) => {
  const profile = ['auto', spec];
  expect(pruneAsTyped({ profile } as PruneFlags)).toBe(`prune --profile ${quoted}`);
  expect(migrateAsTyped({ profile } as MigrateFlags)).toBe(`migrate --profile ${quoted}`);
  expect(repairAsTyped({ profile } as ConsistencyFlags)).toBe(`fix-consistency --apply --profile ${quoted}`);
});
