import { EXIT, MeterError } from '../format/errors.js';

/** Writes a whole file or none: under another name first, then renamed. Readable by the owner only, since reports name things. */
export async function writeOutput(path: string, text: string): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  try {
    await writeFileAtomic(path, text, { mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new MeterError('output', EXIT.failure, `The output file cannot be written (${code ?? 'unknown reason'}).`, [
      'Name another file with -o, or leave it out.',
    ]);
  }
}
