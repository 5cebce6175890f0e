// Removes statistics by the hour that are older than an hour, and says how to undo it: node examples/prune.mjs 127.0.0.1:6379 hourly.archive
import { pruneKeys } from 'redis-meter';

const [place = '127.0.0.1:6379', archive = 'hourly.archive'] = process.argv.slice(2);

function confirm({ keys, families, target }) {
  console.log(`${keys} keys of ${families.length} families would be removed`);
  // A decision of one's own: here nothing but a Redis on this machine is changed.
  return target.host === '127.0.0.1' && keys < 100_000;
}

const options = { grains: ['hour'], olderThanMs: 3_600_000, utcOffset: 8, archive, confirm };
const { data, failure } = await pruneKeys({ url: `redis://${place}` }, options);
console.log(`${data.changed} were removed`);
if (data.receipt?.restore) console.log(data.receipt.restore);
if (failure) throw failure;
