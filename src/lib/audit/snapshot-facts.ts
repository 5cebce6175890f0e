/** Facts about the server that made the snapshots, and facts that a snapshot does not have. */
import { printable } from '../format/terminal.js';
import type { AuditData, SnapshotRow } from './model.js';
import type { SnapshotSummary } from '../snapshot/summary.js';
import { NO_SAVING_TOLD } from './saving.js';
import type { ServerFacts } from './server-facts.js';
import type { DatabaseCount } from '../keyspace/snapshot-scan.js';

/** A snapshot under the name that the user gave, with the results of its reader. */
export interface ReadFile {
  name: string;
  summary: SnapshotSummary;
}

/** Sizes are sums over the files, which are the shards of one cluster. Versions are those of the first file. */
export function snapshotFacts(files: readonly ReadFile[], databases: readonly DatabaseCount[]): ServerFacts {
  const aux = files[0]!.summary.aux;
  const valkey = aux.get('valkey-ver') ?? null;
  const version = valkey ?? aux.get('redis-ver') ?? null;
  const isValkey = valkey !== null || files[0]!.summary.magic === 'VALKEY';
  return {
    version: version === null ? null : printable(version),
    product: isValkey ? 'Valkey' : 'Redis',
    mode: files.some(({ summary }) => summary.slots > 0) ? 'cluster' : null,
    role: null,
    uptimeSeconds: null,
    commandsProcessed: null,
    usedMemory: usedMemory(files),
    usedMemoryPeak: null,
    startupMemory: null,
    clientMemory: null,
    maxmemory: null,
    maxmemoryPolicy: null,
    saving: NO_SAVING_TOLD,
    settingsKnown: false,
    configFile: null,
    commandStats: null,
    denied: new Set(),
    errors: new Map(),
    databases,
    nodes: files.length,
  };
}

/** used_memory of the servers when they saved; `null`: some file does not say. */
function usedMemory(files: readonly ReadFile[]): number | null {
  const told = files.map(({ summary }) => Number(summary.aux.get('used-mem') ?? Number.NaN));
  return told.every(Number.isSafeInteger) ? told.reduce((sum, bytes) => sum + bytes, 0) : null;
}

export function snapshotRow({ name, summary }: ReadFile): SnapshotRow {
  const { magic, format, aux, bytes, keys, checksum, problem } = summary;
  const digits = magic === 'VALKEY' ? 3 : 4;
  return {
    name,
    bytes,
    format: magic === null || format === null ? null : `${magic}${String(format).padStart(digits, '0')}`,
    savedAt: savedAt(aux.get('ctime')),
    keys,
    checksum,
    problem,
  };
}

/** Seconds since 1970. */
function savedAt(text: string | undefined): string | null {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return null;
  return new Date(Number(text) * 1000).toISOString();
}

/** Findings that need a running server. */
export const NOT_IN_A_SNAPSHOT: AuditData['notCheckable'] = [
  { codes: ['keys-command', 'failed-calls'], why: 'a snapshot has no command statistics' },
  { codes: ['abandoned-leases'], why: 'the leases in a snapshot are as old as the file' },
  {
    codes: ['eviction-can-drop-counters', 'memory-headroom', 'no-persistence', 'save-failed'],
    why: 'a snapshot does not hold the settings of its server',
  },
];

/** Whether an owner no longer exists is certain only if no keys are missing. */
export const NOT_IN_A_PART: AuditData['notCheckable'][number] = {
  codes: ['orphan-owner'],
  why: 'the owners may be in the part that was not read',
};
