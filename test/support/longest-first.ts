/** Orders files so that a full run ends soonest: slow files must not start last. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take more than ten seconds on two cores. */
const LONGEST = [
  'change/prune/faults',
  'commands/audit-lost',
  'change/prune/trim-faults',
  'commands/measure',
  'commands/demo',
  'commands/audit-rdb-sources',
  'commands/audit-cluster',
  'commands/demo-live',
  'demo/rdb',
  'change/migrate/rollup',
  'snapshot/memory',
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
