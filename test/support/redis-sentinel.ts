/** A real sentinel process that watches a master under the name `relay`. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onFreePorts } from '../../src/lib/demo/free-port.js';
import { end, launch } from './redis-server.js';

export interface TestSentinel {
  port: number;
  stop(): Promise<void>;
}

/** `extra`: lines of its configuration. */
export const startSentinel = (masterPort: number, extra = '', quorum = 1): Promise<TestSentinel> =>
  onFreePorts(async ([port]) => {
    const dir = await mkdtemp(join(tmpdir(), 'meter-sentinel-'));
    const watched = `sentinel monitor relay 127.0.0.1 ${masterPort} ${quorum}\n`;
    await writeFile(join(dir, 'sentinel.conf'), `port ${port}\nbind 127.0.0.1\ndir ${dir}\n${watched}${extra}`);
    const child = await launch([join(dir, 'sentinel.conf'), '--sentinel'], { readyText: 'Sentinel ID is', folder: dir });
    return {
      port,
      async stop() {
        await end(child);
        await rm(dir, { recursive: true, force: true });
      },
    };
  });
