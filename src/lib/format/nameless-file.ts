/** Temporary files for data that does not fit into memory. */
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Opens a new file that only its owner can read, and unlinks it at once. The system frees it however the process ends. Returns
 * its descriptor.
 */
export function openNamelessFile(): number {
  const folder = mkdtempSync(join(tmpdir(), 'meter-'));
  try {
    return openSync(join(folder, 'kept'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
