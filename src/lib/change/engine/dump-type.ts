import { valueKind } from '../../snapshot/values/value.js';

/** The type of a DUMP payload, by its first byte; `null`: newer than this program. Type 22 is a hash on every server. */
export const dumpType = (payload: string): string | null => valueKind(payload.charCodeAt(0), false)?.type ?? null;
