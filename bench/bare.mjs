/**
 * The bare minimum: sends the commands of a task over one socket and drops the answers. What it takes is the time of the server and of
 * the socket. `node bench/bare.mjs PORT[,PORT …] TASK [ARGUMENT]`, with these tasks:
 * `scan`: every name, on all ports at once. `meta`: also type, TTL, size and length of every key.
 * `move PART`: takes the keys whose names hold PART away and puts them back; prints the seconds of both.
 * `replay FILE`: sends the commands in a file.
 */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

const COUNT = 1000;
/** Sent behind every pipeline: its answer ends the answers. */
const END = 'PING\r\n';
const ENDED = Buffer.from('+PONG\r\n');
const LENGTH = { string: 'STRLEN', list: 'LLEN', set: 'SCARD', zset: 'ZCARD', hash: 'HLEN', stream: 'XLEN' };

/** Sends one pipeline at a time, and hands out the bytes of its answers. */
function open(port) {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  let [chunks, done] = [[], null];
  socket.on('data', (chunk) => {
    chunks.push(chunk);
    if (!Buffer.concat(chunks.slice(-2)).subarray(-ENDED.length).equals(ENDED)) return;
    const answers = Buffer.concat(chunks);
    chunks = [];
    done(answers.subarray(0, -ENDED.length));
  });
  return {
    send: (commands) =>
      new Promise((resolve) => {
        done = resolve;
        socket.write(commands);
        socket.write(END);
      }),
    close: () => socket.destroy(),
  };
}

const text = (arg) => `$${arg.length}\r\n${arg}\r\n`;
const command = (...args) => `*${args.length}\r\n${args.map(text).join('')}`;
const bytes = (commands) => Buffer.from(commands, 'latin1');
const scanOf = (cursor) => command('SCAN', cursor, 'COUNT', String(COUNT));
const cursorIn = (answers) => /^\*2\r\n\$\d+\r\n(\d+)/.exec(answers.toString('latin1', 0, 40))[1];

async function scan({ send }) {
  let cursor = '0';
  do cursor = cursorIn(await send(bytes(scanOf(cursor))));
  while (cursor !== '0');
}

/** Calls `use` with the encoded names of each step. */
async function eachStep({ send }, use) {
  let cursor = '0';
  do {
    const lines = (await send(bytes(scanOf(cursor)))).toString('latin1').split('\r\n');
    cursor = lines[2];
    const names = [];
    for (let at = 4; at + 1 < lines.length; at += 2) names.push(`${lines[at]}\r\n${lines[at + 1]}\r\n`);
    await use(names);
  } while (cursor !== '0');
}

const [TYPE, PTTL, MEMORY] = ['*2\r\n$4\r\nTYPE\r\n', '*2\r\n$4\r\nPTTL\r\n', '*3\r\n$6\r\nMEMORY\r\n$5\r\nUSAGE\r\n'];

function meta(connection) {
  return eachStep(connection, async (names) => {
    let commands = '';
    for (const name of names) commands += TYPE + name + PTTL + name + MEMORY + name;
    const lines = (await connection.send(bytes(commands))).toString('latin1').split('\r\n');
    let lengths = '';
    for (const [index, name] of names.entries()) {
      const ask = LENGTH[lines[index * 3].slice(1)];
      if (ask) lengths += `*2\r\n${text(ask)}${name}`;
    }
    await connection.send(bytes(lengths));
  });
}

const [DUMP, UNLINK] = ['*2\r\n$4\r\nDUMP\r\n', '*2\r\n$6\r\nUNLINK\r\n'];

async function move(connection, part) {
  const names = [];
  await eachStep(connection, (found) => names.push(...found.filter((name) => name.includes(part))));
  const startedAt = performance.now();
  const taken = [];
  for (let at = 0; at < names.length; at += COUNT) {
    const some = names.slice(at, at + COUNT);
    taken.push(await connection.send(bytes(some.map((name) => DUMP + name + PTTL + name + UNLINK + name).join(''))));
  }
  const removedAt = performance.now();
  for (const [index, answers] of taken.entries())
    await connection.send(restores(names.slice(index * COUNT, (index + 1) * COUNT), answers));
  const seconds = { remove: (removedAt - startedAt) / 1000, restore: (performance.now() - removedAt) / 1000 };
  console.log(JSON.stringify({ keys: names.length, ...seconds }));
}

/** The answers hold a payload, a TTL and the number of removed keys of each name. */
function restores(names, answers) {
  const parts = [];
  let at = 0;
  const line = () => {
    const end = answers.indexOf('\r\n', at);
    const found = answers.toString('latin1', at + 1, end);
    at = end + 2;
    return found;
  };
  for (const name of names) {
    const from = at;
    const length = Number(line());
    at += length + 2;
    const to = at;
    const ttl = String(Math.max(0, Number(line())));
    line();
    parts.push(bytes(`*4\r\n$7\r\nRESTORE\r\n${name}${text(ttl)}`), answers.subarray(from, to));
  }
  return Buffer.concat(parts);
}

async function replay({ send }, file) {
  const commands = readFileSync(file);
  let from = 0;
  let count = 0;
  for (let at = 0; at < commands.length;) {
    let end = commands.indexOf('\r\n', at);
    let args = Number(commands.toString('latin1', at + 1, end));
    for (at = end + 2; args > 0; args--) {
      end = commands.indexOf('\r\n', at);
      at = end + 4 + Number(commands.toString('latin1', at + 1, end));
    }
    if (++count < COUNT && at < commands.length) continue;
    await send(commands.subarray(from, at));
    [from, count] = [at, 0];
  }
}

const [, , ports, task, argument] = process.argv;
const connections = ports.split(',').map((port) => open(Number(port)));
await Promise.all(connections.map((connection) => ({ scan, meta, move, replay })[task](connection, argument)));
for (const { close } of connections) close();
