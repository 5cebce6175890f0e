/** What a restart would lose. */
import { formatCounted } from '../../format/number.js';
import type { Finding } from '../model.js';
import { ABOUT_SERVER, type FindingContext, type FindingRule } from './context.js';
import { isCacheOnly, onlyCopies } from './only-copies.js';
import { setting } from './setting.js';

export const noPersistence: FindingRule = (context): Finding[] => {
  const { saving } = context.server;
  if (saving.by !== 'none') return [];
  const count = onlyCopies(context);
  if (count === 0) return [];
  return [
    {
      ...ABOUT_SERVER,
      code: 'no-persistence',
      severity: 'medium',
      title: 'nothing is saved to disk',
      count,
      evidence: `no append-only file and no save points: a restart loses API keys, accounts and totals${unsaved(context)}`,
      fix: setting(context.server, 'appendonly', 'yes'),
    },
  ];
};

/** By default a server whose snapshot failed refuses every write, also that of a cache. */
export const saveFailed: FindingRule = (context): Finding[] => {
  const { failedSnapshots, failedAppends } = context.server.saving;
  const lost = isCacheOnly(context) ? '' : unsaved(context);
  return [
    ...failed(
      failedSnapshots,
      'the last snapshot failed',
      `writes are refused (MISCONF) unless stop-writes-on-bgsave-error is no${lost}`,
      "find the cause in the server's log (a full disk, a folder that is gone, no memory to fork), then redis-cli BGSAVE",
    ),
    ...failed(
      failedAppends,
      'the append-only file cannot be written',
      'writes are refused (MISCONF) until it can',
      "find the cause in the server's log, such as a full disk; the server tries again by itself",
    ),
  ];
};

/** `nodes`: where it happened. */
const failed = (nodes: number, title: string, evidence: string, fix: string): Finding[] =>
  nodes === 0
    ? []
    : [
        {
          ...ABOUT_SERVER,
          code: 'save-failed',
          severity: 'high',
          title,
          count: nodes,
          evidence,
          fix,
        },
      ];

const unsaved = ({ server: { saving } }: FindingContext): string =>
  saving.unsavedChanges === null || saving.unsavedChanges === 0
    ? ''
    : `; ${formatCounted(saving.unsavedChanges, 'change is', 'changes are')} in no snapshot`;
