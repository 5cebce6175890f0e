/** Audits a made-up relay in a Redis server that exists for that long only. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createCalendar } from '../dist/lib/demo/calendar.js';
import { loadKeyspace } from '../dist/lib/demo/load.js';
import { relayKeyspace } from '../dist/lib/demo/relay.js';
import { findServerProgram, startTemporaryRedis } from '../dist/lib/demo/temporary-redis.js';

const BIN = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const UTC_OFFSET = 8;

/** Time for an audit that was told to stop to print what it has. */
const GRACE_MS = 5000;

let audit = null;

/** The terminal sends Ctrl-C to the audit too, which then ends by itself; other signals reach this process alone. */
function onSignal(signal, exitCode) {
  process.on(signal, () => {
    if (!audit) process.exit(exitCode);
    if (signal !== 'SIGINT') audit.kill('SIGTERM');
    setTimeout(() => audit.kill('SIGKILL'), GRACE_MS).unref();
  });
}

onSignal('SIGINT', 130);
onSignal('SIGTERM', 143);
onSignal('SIGHUP', 129);

try {
  const server = await startTemporaryRedis(await findServerProgram(process.env.PATH ?? ''));
  try {
    const now = new Date();
    const today = createCalendar(UTC_OFFSET).date(now.getTime());
    await loadKeyspace(relayKeyspace({ seed: 7, today, now, utcOffset: UTC_OFFSET, problems: true }), server);
    audit = spawn(process.execPath, [BIN, 'audit', '--url', server.url], { stdio: 'inherit' });
    const [code] = await once(audit, 'exit');
    process.exitCode = code ?? 1;
  } finally {
    await server.stop();
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
