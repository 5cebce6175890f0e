/** Checks with `promtool` of Debian's package prometheus. */
import { spawn, spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';

/** Skips the test with a reason where the program is not installed. */
export function needsPromtool(context: TestContext): void {
  const isThere = spawnSync('promtool', ['--version'], { stdio: 'ignore' }).error === undefined;
  context.skip(!isThere, 'promtool is not installed: apt-get install prometheus');
}

/** What promtool complains of; empty: nothing. */
export function promtool(args: readonly string[], input = ''): Promise<string> {
  const child = spawn('promtool', args, { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    let [said, complained] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0 ? complained : `${complained}${said}exit ${code}`));
  });
}
