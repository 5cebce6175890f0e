import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, link, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadEnvFile, replaceEnvFile } from '../../src/lib/switches/file.js';
import { MeterError } from '../../src/lib/format/errors.js';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'meter-env-test-')));
  file = join(folder, '.env');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const failure = async (work: Promise<unknown>): Promise<MeterError> => {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof MeterError) return error;
  throw new Error('it did not fail as expected', { cause: error });
};

describe('reading', () => {
  test.each<[string, string | Buffer, string]>([
    ['JSON', '{ "A": "1" }', 'holds JSON'],
    ['YAML', 'services:\n  relay:\n    image: relay\n    environment:\n      - A=1\n', 'looks like YAML'],
    ['prose', 'To whom it may concern,\nthis is a letter.\nA=1\n', 'does not consist of NAME=value lines'],
    ['a script', 'set -e\nif [ -f x ]; then\n  A=1\nfi\n', 'does not consist of NAME=value lines'],
    ['ten thousand lines and more', 'A=1\n'.repeat(10_001), 'has more than 10,000 lines'],
    ['zeros', Buffer.from('A=1\0B=2\n'), 'is not UTF-8 text'],
    ['another encoding', Buffer.from([0x23, 0xe9, 0x74, 0xe9, 0x0a]), 'is not UTF-8 text'],
    ['Latin-1 that GBK could be', Buffer.from('# Gr\u00f6\u00dfe\nA=1\n', 'latin1'), 'is not UTF-8 text'],
  ])('refuses %s', async (_, content, reason) => {
    await writeFile(file, content);
    const error = await failure(loadEnvFile(file));
    expect(error.exitCode).toBe(2);
    expect(error.message).toBe(`${file} ${reason}, so it is no .env file.`);
  });

  test('names UTF-16, and how to convert it', async () => {
    const encoding = 'UTF-16';
    await writeFile(file, Buffer.from('\ufeffA=1\n', 'utf16le'));
    const error = await failure(loadEnvFile(file));
    expect(error.exitCode).toBe(2);
    expect(error.message).toBe(`${file} is in ${encoding}, and a .env file is read as UTF-8.`);
    expect(error.suggestions).toEqual([`Convert it: iconv -f ${encoding} -t UTF-8 ${file}`]);
  });

  test.each([
    ['nothing', ''],
    ['comments only', '# nothing yet\n'],
    ['a line that no program understands', 'A=1\nB=2\nwhat\n'],
    ['JSON in a value', 'A={"a":1}\n'],
    ['a template', '# A=\nexport B=\n'],
  ])('takes %s', async (_, content) => {
    await writeFile(file, content);
    expect((await loadEnvFile(file)).text).toBe(content);
  });

  test('refuses what is no file, and what is not there', async () => {
    expect((await failure(loadEnvFile(folder))).message).toContain('cannot be read: it is a directory');
    expect((await failure(loadEnvFile('/dev/null'))).message).toContain('cannot be read: it is a device');
    expect((await failure(loadEnvFile(file))).message).toContain('cannot be read: there is no such file');
  });
});

describe('replacing', () => {
  test('keeps permissions, and leaves no other file', async () => {
    for (const mode of [0o600, 0o640, 0o664, 0o755]) {
      await writeFile(file, 'A=1\n');
      await chmod(file, mode);
      expect(await replaceEnvFile(await loadEnvFile(file), 'A=2\n', false)).toBeNull();
      expect((await stat(file)).mode & 0o7777).toBe(mode);
      expect(await readFile(file, 'utf8')).toBe('A=2\n');
    }
    expect(await readdir(folder)).toEqual(['.env']);
  });

  test.skipIf(process.getuid?.() !== 0)('keeps owner and group', async () => {
    await writeFile(file, 'A=1\n');
    const { chown } = await import('node:fs/promises');
    await chown(file, 1234, 4321);
    await replaceEnvFile(await loadEnvFile(file), 'A=2\n', true);
    for (const path of [file, `${file}.bak`]) expect(await stat(path)).toMatchObject({ uid: 1234, gid: 4321 });
  });

  test('goes through a link, and tells of hard ones', async () => {
    await mkdir(join(folder, 'real'));
    await writeFile(join(folder, 'real', 'env'), 'A=1\n');
    await symlink(join('real', 'env'), file);
    await replaceEnvFile(await loadEnvFile(file), 'A=2\n', false);
    expect(await readFile(join(folder, 'real', 'env'), 'utf8')).toBe('A=2\n');
    expect(await realpath(file)).toBe(join(folder, 'real', 'env'));
    await link(join(folder, 'real', 'env'), join(folder, 'other'));
    expect((await loadEnvFile(file)).names).toBe(2);
  });

  test('keeps the old file where asked, instead of an older one', async () => {
    await writeFile(file, 'A=1\n', { mode: 0o640 });
    await writeFile(`${file}.bak`, 'older');
    expect(await replaceEnvFile(await loadEnvFile(file), 'A=2\n', true)).toBe(`${file}.bak`);
    expect(await readFile(`${file}.bak`, 'utf8')).toBe('A=1\n');
    expect((await stat(`${file}.bak`)).mode & 0o777).toBe(0o640);
    expect((await readdir(folder)).toSorted()).toEqual(['.env', '.env.bak']);
  });

  test('writes nothing where somebody else was quicker', async () => {
    await writeFile(file, 'A=1\n');
    const read = await loadEnvFile(file);
    await writeFile(file, 'A=3\n');
    const error = await failure(replaceEnvFile(read, 'A=2\n', true));
    expect(error).toMatchObject({ code: 'env-file-busy', exitCode: 4 });
    expect(await readFile(file, 'utf8')).toBe('A=3\n');
    expect(await readdir(folder)).toEqual(['.env']);
  });

  test('writes nothing while somebody else is at it, and says how to go on after an end by force', async () => {
    await writeFile(file, 'A=1\n');
    await writeFile(`${file}.lock`, 'A=2');
    const error = await failure(replaceEnvFile(await loadEnvFile(file), 'A=2\n', false));
    expect(error).toMatchObject({ code: 'env-file-busy', exitCode: 4 });
    expect(error.suggestions.join('\n')).toContain(`remove ${file}.lock`);
    expect(await readFile(`${file}.lock`, 'utf8')).toBe('A=2');
    expect(await readFile(file, 'utf8')).toBe('A=1\n');
  });

  test('of many at once lets one through at a time, and loses no change', async () => {
    await writeFile(file, '');
    const append = async (line: string): Promise<string[]> => {
      const read = await loadEnvFile(file);
      return replaceEnvFile(read, `${read.text}${line}\n`, false).then(
        () => [line],
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'env-file-busy' });
          return [];
        },
      );
    };
    const done = (await Promise.all(Array.from({ length: 200 }, (_, index) => append(`A${index}=1`)))).flat();
    expect(done.length).toBeGreaterThan(0);
    expect((await readFile(file, 'utf8')).trim().split('\n').toSorted()).toEqual(done.toSorted());
  });

  test('ended by force at any moment leaves the old file or the new one', async () => {
    const texts = ['1', '2'].map((letter) => `A=${letter.repeat(600_000)}\n`);
    const script = `
      import { loadEnvFile, replaceEnvFile } from ${JSON.stringify(new URL('../../dist/lib/switches/file.js', import.meta.url))};
      const texts = ['1', '2'].map((letter) => 'A=' + letter.repeat(600_000) + '\\n');
      process.stdout.write('.');
      for (let turn = 0; ; turn++) await replaceEnvFile(await loadEnvFile(process.argv[1]), texts[turn % 2], true);`;
    const seen = new Set<string>();
    for (let round = 0; round < 12; round++) {
      await rm(`${file}.lock`, { force: true });
      await writeFile(file, texts[0]!);
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, 5 + round * 7));
      child.kill('SIGKILL');
      await once(child, 'close');
      const text = await readFile(file, 'utf8');
      expect(texts.includes(text)).toBe(true);
      const copy = await readFile(`${file}.bak`, 'utf8').catch(() => texts[0]!);
      expect(texts.includes(copy)).toBe(true);
      for (const name of await readdir(folder)) seen.add(name.replace(/\.bak\..*/, '.bak.unfinished'));
    }
    // Otherwise every end came between two turns, and nothing was shown.
    expect([...seen]).toContain('.env.lock');
  });

  test('that does not fit on the disk leaves the old file', async () => {
    const script = `
      import { loadEnvFile, replaceEnvFile } from ${JSON.stringify(new URL('../../dist/lib/switches/file.js', import.meta.url))};
      process.on('SIGXFSZ', () => {});
      await replaceEnvFile(await loadEnvFile(process.argv[1]), 'A=' + '2'.repeat(600_000) + '\\n', false)
        .catch((error) => process.stdout.write(error.message));`;
    await writeFile(file, 'A=1\n');
    const child = spawn('sh', [
      '-c',
      'ulimit -f 200; exec "$@"',
      'sh',
      process.execPath,
      '--input-type=module',
      '-e',
      script,
      file,
    ]);
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await once(child, 'close');
    expect(said).toBe(`The file ${file} cannot be replaced: no file may be as large.`);
    expect(await readFile(file, 'utf8')).toBe('A=1\n');
    expect(await readdir(folder)).toEqual(['.env']);
  });

  test.skipIf(process.getuid?.() === 0)('fails where the file may not be written', async () => {
    await writeFile(file, 'A=1\n', { mode: 0o400 });
    expect((await failure(replaceEnvFile(await loadEnvFile(file), 'A=2\n', false))).message).toContain('(EACCES)');
    expect(await readdir(folder)).toEqual(['.env']);
  });
});
