/** Copies standard input to a file, because it can be read only once and a snapshot is read several times. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { standardInput } from './input-stream.js';

export interface KeptInput {
  files: string[];
  remove: () => Promise<void>;
}

/** `files`: names; `-` is standard input. Only the owner can read the copy. */
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
