/** Compares a profile with the keys of a server or of snapshots. */
import { misfitsOf, type Misfit } from '../../audit/misfits.js';
import type { Profile } from '../../profile/types.js';
import { PLAIN_AUDIT } from '../audit/options.js';
import { auditWith } from '../audit/run.js';

export interface AgainstRequest {
  /** The profile as it was named. */
  spec: string;
  profile: Profile;
  url: string | undefined;
  snapshots: readonly string[] | null;
  database: number | 'all' | undefined;
  quiet: boolean;
}

export async function misfitsWith(request: AgainstRequest, say: (text: string) => void): Promise<Misfit[]> {
  const { spec, profile, url, snapshots, database, quiet } = request;
  const address = { ...(url !== undefined && { url }), ...(database !== undefined && { database }) };
  const { envelope } = await auditWith({ ...PLAIN_AUDIT, snapshots, address, profiles: [spec], now: new Date(), quiet }, say);
  return misfitsOf(profile, envelope.data.families);
}
