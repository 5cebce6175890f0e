/** Standard input can be read once, and a snapshot is looked at several times: it is kept in a file meanwhile. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { standardInput } from '../files/input-stream.js';

export interface KeptInput {
  files: string[];
  remove: () => Promise<void>;
}

/** `files`: names, `-` being standard input. The copy is readable by the owner only. */
export async function keptInput(files: readonly string[]): Promise<KeptInput> {
  if (!files.includes('-')) return { files: [...files], remove: async () => {} };
  const dir = await mkdtemp(join(tmpdir(), 'meter-snapshot-'));
  const copy = join(dir, 'stdin.rdb');
  const remove = (): Promise<void> => rm(dir, { recursive: true, force: true });
  try {
    await pipeline(standardInput(), createWriteStream(copy, { mode: 0o600 }));
  } catch (error) {
    await remove();
    throw error;
  }
  return { files: files.map((name) => (name === '-' ? copy : name)), remove };
}
