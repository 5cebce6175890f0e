import { join } from 'node:path';

/** The parts of an archive's file name. */
export interface ArchivePlace {
  /** The changing verb, such as `prune`. */
  verb: string;
  host: string;
  port: number;
  db: number;
}

/**
 * `meter-prune-HOST-PORT-db0-20261121T020304Z.archive` in the folder, then `….2.archive` and so on: runs may begin in the same
 * second, and none may replace the archive of another.
 */
export function* defaultArchivePaths(folder: string, { verb, host, port, db }: ArchivePlace, now: Date): Generator<string> {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  // Addresses contain colons, and host names are untrusted.
  const place = host.replace(/[^\w.-]+/g, '_');
  const path = join(folder, `meter-${verb.replaceAll(' ', '-')}-${place}-${port}-db${db}-${time}`);
  yield `${path}.archive`;
  for (let turn = 2; ; turn++) yield `${path}.${turn}.archive`;
}
