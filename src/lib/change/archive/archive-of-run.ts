import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { NotedRun } from '../../recognise/state-note.js';

/** The run's archive beside this path or in the current folder; `null`: not found. */
export async function archiveOfRun({ archive }: NotedRun, path: string): Promise<string | null> {
  if (archive === null || /[/\\]|^\.*$/.test(archive)) return null;
  for (const found of new Set([join(dirname(path), archive), archive])) {
    const facts = await stat(found).catch(() => null);
    if (facts?.isFile()) return found;
  }
  return null;
}
