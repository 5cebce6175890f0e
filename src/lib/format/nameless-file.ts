/** Files for what does not fit into memory for a while. */
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Opens a new file, readable by its owner only, and takes its name away: whatever ends the process removes it. Returns its descriptor. */
export function openNamelessFile(): number {
  const folder = mkdtempSync(join(tmpdir(), 'meter-'));
  try {
    return openSync(join(folder, 'kept'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
