import { askRelay, type RelayAnswer, type RelayQuestion } from '../base/ask-relay.js';

/** Asks the Redis of the file, else that of `REDIS_URL`; `null`: none is named, or none may be asked. */
export async function answerOf(
  { envFile, offline }: { envFile: string | null; offline: boolean },
  question: RelayQuestion,
): Promise<RelayAnswer | null> {
  const isNamed = envFile !== null || Boolean(process.env['REDIS_URL']);
  if (offline || !isNamed) return null;
  const { resolveTarget } = await import('../../redis/resolve-target.js');
  return askRelay(question, () => resolveTarget({ envFile: envFile ?? undefined }, process.env));
}
