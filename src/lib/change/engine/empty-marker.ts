/** The marker of an index that lists nothing, without which the application's readers scan the whole keyspace for its bucket. */
import type { Listing } from '../../profile/listing.js';
import { ReplyError } from '../../redis/resp.js';
import type { ArchiveWriter } from '../archive/writer.js';
import type { KeyedSender } from './keyed-sender.js';
import { writeRefused } from './write-refusals.js';

export interface MarkerOptions {
  sender: KeyedSender;
  archive: ArchiveWriter | null;
  db: number;
}

/** Life of a marker in seconds where its family does not tell. */
const MARKER_LIFE = 3_600;

/** Before the index goes: whoever reads the bucket in between finds the one or the other. */
export async function plantMarker(listing: Listing, index: string, { sender, archive, db }: MarkerOptions): Promise<void> {
  const name = listing.markerOf(index);
  if (name === null || !listing.marker) return;
  const { family } = listing.marker;
  const life = family.ttl.expires ? (family.ttl.seconds ?? MARKER_LIFE) : MARKER_LIFE;
  await archive?.append([{ db, name, family: family.id, action: 'mark', value: { form: 'absent' }, expireAtMs: null }]);
  const [reply] = await sender.send([{ key: name, args: ['SET', name, '1', 'PX', String(life * 1000), 'NX'] }]);
  if (reply instanceof ReplyError) throw writeRefused(reply.message);
}
