import { join } from 'node:path';

/** What the name of an archive tells. */
export interface ArchivePlace {
  /** The changing verb, such as `prune`. */
  verb: string;
  host: string;
  port: number;
  db: number;
}

/** `meter-prune-HOST-PORT-db0-20261121T020304Z.archive` in the folder. */
export function defaultArchivePath(folder: string, { verb, host, port, db }: ArchivePlace, now: Date): string {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  // Addresses hold colons, and host names come from outside.
  const place = host.replace(/[^\w.-]+/g, '_');
  return join(folder, `meter-${verb}-${place}-${port}-db${db}-${time}.archive`);
}
