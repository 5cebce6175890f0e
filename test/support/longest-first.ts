/** Orders files so that a full run ends soonest: slow files must not start last. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take more than ten seconds on two cores. */
const LONGEST = [
  'faults/faults',
  'hostile/hostile',
  'snapshot/memory',
  'change/prune/faults',
  'commands/undo-order',
  'commands/verbs-meet',
  'commands/measure',
  'commands/audit-lost',
  'change/prune/trim-faults',
  'commands/fix-consistency-apply',
  'commands/fix-consistency-large',
  'commands/fix-consistency-values',
  'commands/demo',
  'commands/demo-live',
  'commands/demo-write',
  'commands/audit-rdb-parity',
  'commands/audit-rdb-sources',
  'commands/audit-cluster',
  'commands/prune-trouble',
  'commands/hostile-servers',
  'commands/executable',
  'measure/replay',
  'demo/rdb',
  'change/prune/kill',
  'change/migrate/rollup',
];

export class LongestFirst extends BaseSequencer {
  override sort(specs: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(specs.toSorted((a, b) => group(a) - group(b) || place(a) - place(b)));
  }
}

/** A worker continues with the next file only if both may share it. */
const group = ({ project }: TestSpecification): number => Number(!project.config.isolate);

function place({ moduleId }: TestSpecification): number {
  const index = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
  return index < 0 ? LONGEST.length : index;
}
