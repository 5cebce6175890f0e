import { whyPartial } from '../../audit/verdict.js';
import { usageError } from '../../format/errors.js';
import type { AuditData } from '../../audit/model.js';
import type { Envelope } from '../../report/envelope.js';
import type { TargetInfo } from '../../redis/target-info.js';
import { sourceName } from '../../report/audit/figures.js';
import { en } from '../../report/messages/en.js';
import type { Messages } from '../../report/messages/messages.js';
import type { Target } from '../../redis/target.js';
import { targetFrom } from '../base/connect.js';
import type { EstimateRequest } from './options.js';
import { askRelay, type RelayAnswer } from '../base/ask-relay.js';
import type { Profile } from '../../profile/types.js';
import type { Notice } from '../../report/messages/notices.js';

/** Facts of a workload from an audit; `null`: unknown. */
export interface FromData {
  /** The server's name, or those of the snapshots. */
  name: string;
  target: TargetInfo | null;
  keys: number;
  apiKeys: number | null;
  queues: number | null;
  accounts: number | null;
  models: number | null;
  dataBytes: number | null;
  /** Keys of each family of the profile, by its id. */
  familyKeys: ReadonlyMap<string, number>;
  /** Oldest release that can have written the data. */
  version: string | null;
  /** The newest such release; `null`: unknown. */
  upTo: string | null;
  warnings: Notice[];
  spent: Envelope<AuditData>['spent'];
  /** Not 0 if the data were read only in part. */
  exitCode: number;
}

/** Reads a server or snapshots, like `meter audit` with this profile. */
export async function dataFrom(
  { snapshots, address }: NonNullable<EstimateRequest['source']>,
  { profile, now, quiet }: { profile: string; now: Date; quiet: boolean },
  say: (text: string) => void,
  messages: Messages = en,
): Promise<FromData> {
  const [{ auditWith }, { PLAIN_AUDIT }] = await Promise.all([import('../audit/run.js'), import('../audit/options.js')]);
  const { envelope, exitCode } = await auditWith(
    { ...PLAIN_AUDIT, snapshots, address, profiles: [profile], now, quiet },
    say,
    messages,
  );
  const { data } = envelope;
  const distinct = (dimension: string): number | null => {
    const found = data.dimensions.find((one) => one.dimension === dimension);
    return found === undefined || found.distinct === 0 ? null : found.distinct;
  };
  const found = data.profiles[0];
  if (found === undefined)
    throw usageError(
      'The data are of another application than the profile.',
      'Name its profile with --profile; meter audit tells which it is.',
    );
  return {
    name: sourceName(envelope.target, data, messages.audit.report),
    target: envelope.target,
    keys: data.keys,
    apiKeys: distinct('api-key'),
    queues: distinct('queue'),
    accounts: distinct('account'),
    models: distinct('model'),
    familyKeys: new Map(data.families.flatMap((row) => (row.profile === found.name ? [[row.id, row.keys] as const] : []))),
    dataBytes: data.memory.usedMemory ?? bytesInFamilies(data),
    version: found.version,
    upTo: found.upTo,
    warnings: data.source.partial === null ? [] : [{ code: 'data-in-part', params: { why: whyPartial(data.source) } }],
    spent: envelope.spent,
    exitCode,
  };
}

/**
 * Asks the Redis of the `.env` file or of `REDIS_URL` for its number of keys and, unless `releasesOf` is `null`, for the releases of
 * this application.
 */
export async function keysFrom(
  { address, isReachedByFlags }: NonNullable<EstimateRequest['keyCount']>,
  releasesOf: Profile | null,
): Promise<RelayAnswer> {
  const resolve = async (): Promise<Target> => (await targetFrom(address)).target;
  // Errors in the file are only a warning here; errors in the flags are failures.
  const target = isReachedByFlags ? await resolve() : null;
  const question = { keys: true, releasesOf, timeout: address.timeout };
  return askRelay(question, target === null ? resolve : () => Promise.resolve(target));
}

/** Bytes of the families whose size is known; `null`: of none. */
export function bytesInFamilies({ families }: AuditData): number | null {
  const known = families.flatMap(({ bytes }) => bytes ?? []);
  return known.length === 0 ? null : Math.round(known.reduce((sum, bytes) => sum + bytes, 0));
}
