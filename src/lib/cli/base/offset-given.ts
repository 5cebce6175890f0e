import { loadEnvFile } from '../../switches/file.js';
import { assignmentsOf, valuesOf } from '../../format/dotenv.js';
import type { OffsetGiven } from '../../recognise/utc-offset.js';

/** The given UTC offset of the application: hours, or the relay's own settings. */
export async function offsetGiven(hours: number | null, envFile: string | undefined): Promise<OffsetGiven> {
  return { flag: hours, env: await settingsIn(envFile), noted: null };
}

/** Settings by variable; `null`: no file was named. Throws a usage error if it cannot be read. */
export async function settingsIn(file: string | undefined): Promise<Readonly<Record<string, string>> | null> {
  if (file === undefined) return null;
  const { text } = await loadEnvFile(file);
  return Object.fromEntries(valuesOf(assignmentsOf(text)));
}
