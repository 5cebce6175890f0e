/** Runs a command of the operator for each event, with the event as JSON on its stdin. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AlertMessage } from '../../alerts/message.js';
import type { Receiver, Refusal } from '../../alerts/deliver/receiver.js';

interface ExecOptions {
  /** For the shell. */
  command: string;
  timeoutMs: number;
}

export function execOf({ command, timeoutMs }: ExecOptions): Receiver {
  return {
    id: `exec-${createHash('sha256').update(command).digest('hex').slice(0, 16)}`,
    kind: 'exec',
    name: '',
    async send(messages, signal) {
      for (const [taken, message] of messages.entries()) {
        const refusal = signal.aborted ? ({ why: 'interrupted' } as const) : await run(command, message, { timeoutMs, signal });
        if (refusal) return { taken, refusal };
      }
      return { taken: messages.length, refusal: null };
    },
  };
}

/** The command's output goes to stderr, because stdout is for data. */
async function run(
  command: string,
  message: AlertMessage,
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<Refusal | null> {
  const child = spawn('/bin/sh', ['-c', command], { stdio: ['pipe', 2, 2], detached: true });
  const deadline = AbortSignal.any([AbortSignal.timeout(timeoutMs), signal]);
  const stop = (): void => end(child);
  deadline.addEventListener('abort', stop);
  // A command need not read its input.
  child.stdin!.on('error', () => {});
  child.stdin!.end(`${JSON.stringify(message)}\n`);
  try {
    const [code] = (await once(child, 'exit').catch(() => [null])) as [number | null];
    if (signal.aborted) return { why: 'interrupted' };
    if (deadline.aborted) return { why: 'timeout', seconds: timeoutMs / 1000 };
    return code === 0 ? null : { why: 'exit', code };
  } finally {
    deadline.removeEventListener('abort', stop);
  }
}

/** With everything that it started. */
function end({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
