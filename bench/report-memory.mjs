/** Preloaded into a measured process. Writes its peak resident memory in KiB to file descriptor 3 when it ends. */
import { readFileSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

function peakKiB() {
  try {
    // The peak that the kernel records. `maxRSS` would include the parent's memory from before exec.
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

// The threads of a process share its memory.
if (isMainThread) process.on('exit', () => writeSync(3, String(peakKiB())));
