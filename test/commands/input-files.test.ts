/** Files that are named on the command line, and are not what they should be. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runMeterInside } from '../support/meter-inside.js';

let folder: string;
let socket: Server;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-input-'));
  await mkdir(join(folder, 'directory'));
  await promisify(execFile)('mkfifo', [join(folder, 'fifo')]);
  socket = createServer().listen(join(folder, 'socket'));
  const huge = await open(join(folder, 'huge'), 'w');
  // Holes take no room on the disk.
  await huge.truncate(100 * 1024 * 1024);
  await huge.close();
  await writeFile(join(folder, 'locked'), '');
  await chmod(join(folder, 'locked'), 0);
});
afterAll(async () => {
  socket.close();
  await rm(folder, { recursive: true, force: true });
});

/** Every way to name a file that is read whole, with the largest that is taken; the file's name comes last. */
const WHOLE: readonly (readonly [words: string, largest: string])[] = [
  ['audit --env-file', '1 MiB'],
  ['measure --env-file', '1 MiB'],
  ['estimate --env-file', '1 MiB'],
  ['flags list --env-file', '1 MiB'],
  ['flags set ENABLE_HOURLY_STATS=false --env-file', '1 MiB'],
  ['audit --host 127.0.0.1 --port 1 --cacert', '1 MiB'],
  ['audit --host 127.0.0.1 --port 1 --cert x.pem --key', '1 MiB'],
  ['audit --host 127.0.0.1 --port 1 --key x.pem --cert', '1 MiB'],
  ['profile check ./', '1 MiB'],
  ['estimate --profile ./', '1 MiB'],
  ['estimate --provider-file', '1 MiB'],
  ['apply --host 127.0.0.1 --port 1', '64 MiB'],
];

/** Files that may be of any length, but are no devices and, where they are read more than once, no FIFOs. */
const LONG: readonly string[] = ['audit --rdb', 'fix-consistency --rdb', 'measure --from-monitor', 'restore --list'];

async function failure(words: string, file: string): Promise<string> {
  const line = words.endsWith('/') ? `${words}${file}`.split(' ') : [...words.split(' '), file];
  const { code, stdout, stderr } = await runMeterInside(line, { cwd: folder });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^meter: [^\n]+\.\n(?: {2}[^\n]+\n)+$/);
  return stderr;
}

describe.each(WHOLE)('%s', (words, largest) => {
  test.each([
    ['none', 'there is no such file'],
    ['directory', 'it is a directory'],
    ['fifo', 'it is a FIFO, not a regular file'],
    ['socket', 'it is a socket, not a regular file'],
    ['huge', 'it is larger than '],
  ])('%s', async (file, reason) => {
    // The certificate is looked at before the key; here the other of the two is a file that can be read.
    await writeFile(join(folder, 'x.pem'), '-----BEGIN CERTIFICATE-----\n');
    const said = await failure(words, file);
    expect(said).toContain(` cannot be read: ${reason}${file === 'huge' ? largest : ''}.\n`);
  });
});

describe.each(LONG)('%s', (words) => {
  test.each([
    ['none', 'there is no such file'],
    ['directory', 'it is a directory'],
    ['/dev/zero', 'it is a device, not a regular file'],
    ['socket', 'it is a socket, not a regular file'],
  ])('%s', async (file, reason) => {
    expect(await failure(words, file)).toContain(`: ${reason}.\n`);
  });
});

test.each(['audit --env-file', 'audit --host h --cacert', 'estimate --provider-file', 'apply', 'profile check ./'])(
  '%s: a device without an end',
  async (words) => {
    const file = words.endsWith('/') ? '../'.repeat(folder.split('/').length) + 'dev/zero' : '/dev/zero';
    expect(await failure(words, file)).toContain(' cannot be read: it is a device, not a regular file.\n');
  },
);

test('an archive that is a FIFO is not waited for', async () => {
  expect(await failure('restore --list', 'fifo')).toContain('it is a FIFO, not a regular file');
});

test.skipIf(process.getuid?.() === 0).each(WHOLE.map(([words]) => words))('%s: a file of somebody else', async (words) => {
  expect(await failure(words, 'locked')).toContain(' cannot be read: permission denied.\n');
});

test.each([...WHOLE.map(([words]) => words), ...LONG])('%s: a name with controls in it', async (words) => {
  const said = await failure(words, 'a\x1b[31m\nb');
  expect(said).not.toContain('\x1b');
  expect(said).toContain('a\\x1b[31m\\x0ab');
});

test.each(['--cacert', '--cert', '--key'])('a certificate that is no PEM: %s', async (flag) => {
  await writeFile(join(folder, 'x.pem'), '-----BEGIN CERTIFICATE-----\n');
  await writeFile(join(folder, 'no.pem'), 'Bag Attributes\n');
  const other = { '--cacert': '', '--cert': '--key x.pem ', '--key': '--cert x.pem ' }[flag];
  expect(await failure(`audit --host 127.0.0.1 --port 1 ${other}${flag}`, 'no.pem')).toMatch(/given to --\w+ is not PEM\.\n/);
});
