/** Preloaded into a measured process: at its end writes its peak resident memory, in KiB, to file descriptor 3. */
import { readFileSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

function peakKiB() {
  try {
    // The kernel's own high-water mark. `maxRSS` would include the parent's memory from before exec.
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

// The threads of a process have its memory in common.
if (isMainThread) process.on('exit', () => writeSync(3, String(peakKiB())));
