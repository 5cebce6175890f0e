// Audits a Redis, or a snapshot, and prints the five largest families: node examples/audit.mjs 127.0.0.1:6379 | dump.rdb
import { auditServer, auditSnapshot } from 'redis-meter';

const [place = '127.0.0.1:6379'] = process.argv.slice(2);
const { data, complete } = place.endsWith('.rdb')
  ? await auditSnapshot(place)
  : await auditServer({ url: `redis://${place}` }, { maxCommands: 50_000 });

console.log(`${data.keys} keys${complete ? '' : ' (not all were read)'}`);
for (const { pattern, keys, bytes } of data.families.toSorted((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0)).slice(0, 5))
  console.log(`${String(keys).padStart(10)} ${String(bytes ?? '-').padStart(12)}  ${pattern}`);
for (const { severity, title, fix } of data.findings) console.log(`${severity}: ${title}\n  ${fix}`);
