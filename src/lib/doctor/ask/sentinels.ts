/** What the sentinels say of each other. One that is down cannot help to elect a new master. */
import { MeterError } from '../../format/errors.js';
import type { Access } from '../../redis/control.js';
import { sentinelFacts } from '../../redis/sentinel.js';
import type { Session } from '../../redis/topology.js';

export interface Sentinels {
  named: number;
  /** Of those that were named. */
  answered: number;
  /** All sentinels of the master, as the best informed says; `null`: none says it. */
  known: number | null;
  /** Sentinels that must agree that the master is down; `null`: none says it. */
  quorum: number | null;
}

/** `null`: there are none. */
export async function askSentinelFacts({ target }: Session, access: Access): Promise<Sentinels | null> {
  const { sentinel } = target;
  if (sentinel === null) return null;
  const told = await Promise.all(
    sentinel.nodes.map((node) =>
      sentinelFacts(target, sentinel, node, access).catch((error: unknown) => {
        if (error instanceof MeterError && !access.signal?.aborted) return null;
        throw error;
      }),
    ),
  );
  const answers = told.filter((each) => each !== null);
  const most = (values: readonly (number | null)[]): number | null =>
    values.reduce((one, other) => (one === null ? other : other === null ? one : Math.max(one, other)), null);
  return {
    named: sentinel.nodes.length,
    answered: answers.length,
    known: most(answers.map(({ known }) => known)),
    quorum: most(answers.map(({ quorum }) => quorum)),
  };
}
