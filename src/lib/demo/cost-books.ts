import type { Books } from './ledger.js';
import { LIFE } from './lifetimes.js';
import { isClaude } from './models.js';
import type { Posting } from './posting.js';

/** Records the cost of a request, rated (billed) and real. A free request writes no cost keys. */
export function bookCost(books: Books, { request, at, values }: Posting): void {
  const { realMicro, ratedMicro } = request;
  if (realMicro === 0) return;
  const spend = (pattern: string, ttl: number | null, micro: number) => books.spend({ pattern, values, ttl }, at, micro);
  spend('usage:cost:hourly:{keyId}:{hour}', LIFE.hourly, ratedMicro);
  spend('usage:cost:daily:{keyId}:{date}', LIFE.dailyCost, ratedMicro);
  spend('usage:cost:monthly:{keyId}:{month}', LIFE.monthlyCost, ratedMicro);
  spend('usage:cost:total:{keyId}', null, ratedMicro);
  spend('usage:cost:real:daily:{keyId}:{date}', LIFE.dailyCost, realMicro);
  spend('usage:cost:real:total:{keyId}', null, realMicro);
  // The weekly limit counts Claude models through Claude accounts, despite the name.
  if (!isClaude(request.model)) return;
  spend('usage:opus:weekly:{keyId}:{period}', LIFE.weeklyCost, ratedMicro);
  spend('usage:opus:total:{keyId}', null, ratedMicro);
  spend('usage:opus:real:weekly:{keyId}:{period}', LIFE.weeklyCost, realMicro);
  spend('usage:opus:real:total:{keyId}', null, realMicro);
}
