import { readEnvFile } from '../../files/env-file.js';
import { assignmentsOf, valuesOf } from '../../format/dotenv.js';

/** The variables of the application's `.env` file. Throws a usage error for a file that is none. */
export async function variablesIn(file: string): Promise<Record<string, string>> {
  const { text } = await readEnvFile(file);
  return Object.fromEntries(valuesOf(assignmentsOf(text)));
}
