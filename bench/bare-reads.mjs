/** Reads the month of every API key and nothing else: the list of ids, then a hash and a string of each, in pipelines. */
import { connect } from 'node:net';
import { encodePipeline, RespReader } from '../dist/lib/redis/resp.js';

const [port, month] = process.argv.slice(2);
const BATCH = 1_000;
const FIELDS = ['requests', 'inputTokens', 'outputTokens', 'cacheCreateTokens', 'cacheReadTokens', 'allTokens'];

const socket = connect(Number(port), '127.0.0.1');
const waiting = [];
const reader = new RespReader((reply) => {
  const [first] = waiting;
  first.replies.push(reply);
  if (first.replies.length === first.expected) waiting.shift().resolve(first.replies);
});
socket.on('data', (chunk) => reader.push(chunk));
let commands = 0;
const send = (all) =>
  new Promise((resolve) => {
    commands += all.length;
    waiting.push({ replies: [], expected: all.length, resolve });
    socket.write(encodePipeline(all));
  });

const ids = [];
let cursor = '0';
do {
  const [[next, members]] = await send([['SSCAN', 'apikey:idx:all', cursor, 'COUNT', '5000']]);
  for (const id of members) ids.push(id);
  cursor = next;
} while (cursor !== '0');
const read = async (commandOf) => {
  for (let at = 0; at < ids.length; at += BATCH) await send(ids.slice(at, at + BATCH).map(commandOf));
};
await read((id) => ['HMGET', `usage:monthly:${id}:${month}`, ...FIELDS]);
await read((id) => ['GETRANGE', `usage:cost:monthly:${id}:${month}`, '0', '127']);
socket.end();
console.log(commands);
