/** Runs every check of a change: first those that read the sources, two at a time, then the tests. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** True when all of these pass. Runs them one after the other, and stops at the first failure. */
async function pass(...scripts) {
  for (const script of scripts) {
    const child = spawn('npm', ['run', '--silent', script], { stdio: 'inherit', shell: process.platform === 'win32' });
    const [code] = await once(child, 'exit');
    if (code === 0) continue;
    console.error(`npm run ${script} failed`);
    return false;
  }
  return true;
}

// The linter reads the types of the built files, so the build comes first.
const read = await Promise.all([pass('build', 'lint'), pass('format:check', 'unused', 'schemas:check')]);
process.exitCode = !read.includes(false) && (await pass('test')) ? 0 : 1;
