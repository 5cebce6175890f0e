import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Real data sets, which are not part of the project; a path in the variable is relative to the project's folder. */
const folder = resolve(ROOT, process.env.METER_ACCEPTANCE_DATA ?? '../shared/data');

export interface Material {
  path: string;
  missing: boolean;
  /** Of the tests that need it; says why they are skipped where they are. */
  title: string;
}

export const dataFile = (name: string): Material => material(join(folder, name));

/** Tools lie beside the data sets. */
export const toolFile = (name: string): Material => material(join(folder, '..', 'tools', name));

function material(path: string): Material {
  const missing = !existsSync(path);
  const title = missing ? `skipped: there is no ${path} (METER_ACCEPTANCE_DATA names the folder of the data sets)` : path;
  if (missing) process.stderr.write(`${title}\n`);
  return { path, missing, title };
}
