/** Records requests of the loaded relay at full speed, as the application does: many commands, no transaction. */
import { Redis } from 'ioredis';
import { bookAccountUsage } from '../../dist/lib/demo/account-books.js';
import { createCalendar } from '../../dist/lib/demo/calendar.js';
import { bookCost } from '../../dist/lib/demo/cost-books.js';
import { bookKeyUsage } from '../../dist/lib/demo/key-books.js';
import { postingOf } from '../../dist/lib/demo/posting.js';
import { createRandom } from '../../dist/lib/demo/random.js';
import { drawRequest } from '../../dist/lib/demo/traffic.js';
import { fillPattern } from '../../dist/lib/profile/pattern.js';

const client = new Redis({ port: Number(process.argv[2]), protocol: 2 });
const random = createRandom(77);
const calendar = createCalendar(8);

/** Each record becomes the commands that the application sends for it. */
const books = (send) => {
  const keyOf = ({ pattern, values }) => fillPattern(pattern, values);
  const renew = ({ ttl, ...place }) => ttl !== null && send('pexpire', keyOf(place), ttl);
  return {
    count(place, _, ...figures) {
      for (const { fields, amounts } of figures.filter(Boolean))
        for (const [at, field] of fields.entries()) send('hincrby', keyOf(place), field, amounts[at]);
      renew(place);
    },
    spend(place, _, micro) {
      send('incrbyfloat', keyOf(place), micro / 1e6);
      renew(place);
    },
    join(place, _, member) {
      send('sadd', keyOf(place), member);
      renew(place);
    },
  };
};

const named = async (pattern) =>
  (await client.keys(pattern)).map((name) => name.split(':').at(-1)).filter((id) => id.length === 36);

const ids = await named('apikey:????????-*');
const accounts = (await named('account_usage:????????-*')).map((id) => ({
  id,
  kind: { models: ['claude-sonnet-4-5-20250929', 'gpt-5-mini', 'a-model-that-was-never-used'] },
}));
const apiKeys = ids.map((id) => ({ id, rate: 1.2, accounts: [random.pick(accounts)] }));
process.stdout.write('writing\n');

/** Milliseconds between two reports. */
const REPORT_MS = 50;
let reported = performance.now();
let longest = 0;
let before = performance.now();
/** Records how long the writer paused within a request, because the data then show half of it. */
const note = () => {
  const now = performance.now();
  longest = Math.max(longest, now - before);
  before = now;
  if (now - reported < REPORT_MS) return;
  process.stdout.write(`${longest.toFixed(1)}\n`);
  reported = now;
  longest = 0;
};

for (;;) {
  const apiKey = random.pick(apiKeys);
  const request = drawRequest(random, Date.now(), apiKey, apiKey.accounts);
  const posting = postingOf(request, calendar, request.at);
  const pipeline = client.pipeline();
  bookKeyUsage(
    books((command, ...args) => pipeline.call(command, ...args)),
    posting,
  );
  await pipeline.exec();
  note();
  const single = [];
  const send = (command, ...args) => single.push(client.call(command, ...args));
  bookAccountUsage(books(send), posting);
  await Promise.all(single.splice(0));
  note();
  bookCost(books(send), posting);
  await Promise.all(single);
  note();
  await client.hset(`apikey:${apiKey.id}`, 'lastUsedAt', new Date(request.at).toISOString());
  await client.zadd('apikey:idx:lastUsedAt', request.at, apiKey.id);
  note();
}
