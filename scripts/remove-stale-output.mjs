/**
 * Removes outputs without a source from dist. Removes the state of the incremental compiler if an output is missing, because it
 * writes only outputs of changed sources.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BUILT = fileURLToPath(new URL('../dist/', import.meta.url));
const SOURCES = fileURLToPath(new URL('../src/', import.meta.url));

const namesIn = (folder) => (existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []);
const sources = new Set(namesIn(SOURCES).flatMap((name) => (name.endsWith('.ts') ? [name.slice(0, -'.ts'.length)] : [])));
const outputs = new Set(namesIn(BUILT).filter((name) => /\.(js|ts)$/.test(name)));

for (const name of outputs) if (!sources.has(name.replace(/(\.d)?\.\w+$/, ''))) rmSync(BUILT + name);
const isComplete = [...sources].every((name) => outputs.has(`${name}.js`) && outputs.has(`${name}.d.ts`));
if (!isComplete) rmSync(`${BUILT}.tsbuildinfo`, { force: true });
