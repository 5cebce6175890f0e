/** Data that a restart would lose. */
import type { Finding, FindingParams } from '../finding.js';
import { ABOUT_SERVER, type ServerRule } from './context.js';
import { isCacheOnly, onlyCopies } from './only-copies.js';
import { settingCommands, settingOf } from './setting.js';

export const noPersistence: ServerRule = (context) => {
  const { saving } = context.server;
  if (saving.by !== 'none') return [];
  const count = onlyCopies(context);
  if (count === 0) return [];
  const setting = settingOf(context.server, 'appendonly', 'yes');
  return [
    {
      ...ABOUT_SERVER,
      code: 'no-persistence',
      params: { unsavedChanges: saving.unsavedChanges ?? 0 },
      severity: 'medium',
      count,
      remedy: { code: 'set', params: { setting }, commands: settingCommands(setting) },
    },
  ];
};

/** By default a server refuses every write after a failed snapshot, even if it is only a cache. */
export const saveFailed: ServerRule = (context) => {
  const { failedSnapshots, failedAppends, unsavedChanges } = context.server.saving;
  const lost = isCacheOnly(context) ? 0 : (unsavedChanges ?? 0);
  return [
    ...failed(failedSnapshots, { what: 'snapshot', unsavedChanges: lost }),
    ...failed(failedAppends, { what: 'append-only-file', unsavedChanges: 0 }),
  ];
};

/** `nodes`: number of nodes concerned. */
const failed = (nodes: number, params: FindingParams['save-failed']): Finding[] =>
  nodes === 0
    ? []
    : [
        {
          ...ABOUT_SERVER,
          code: 'save-failed',
          params,
          severity: 'high',
          count: nodes,
          remedy: { code: 'find-save-fault', params: { what: params.what }, commands: [] },
        },
      ];
