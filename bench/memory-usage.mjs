/** The memory that the server reports for every key, by family. */
import { connect } from 'node:net';
import { compileProfile } from '../dist/lib/profile/classify.js';
import { claudeRelayService } from '../dist/lib/profile/builtin/claude-relay-service/index.js';
import { encodePipeline, RespReader } from '../dist/lib/redis/resp.js';

const COUNT = '1000';

/** Sends pipelines and returns their replies in order. */
function pipelines(server) {
  const socket = connect(server);
  const waiting = [];
  const reader = new RespReader((reply) => {
    const [first] = waiting;
    first.replies.push(reply);
    if (first.replies.length === first.wanted) waiting.shift().resolve(first.replies);
  });
  socket.on('data', (chunk) => reader.push(chunk));
  socket.once('error', (error) => waiting.forEach(({ reject }) => reject(error)));
  return {
    send: (commands) =>
      new Promise((resolve, reject) => {
        waiting.push({ wanted: commands.length, replies: [], resolve, reject });
        socket.write(encodePipeline(commands));
      }),
    close: () => socket.destroy(),
  };
}

/** Bytes of each family, by its pattern: the sum of MEMORY USAGE with SAMPLES 0, which reads every element. */
export async function memoryUsage(server) {
  const profile = compileProfile(claudeRelayService);
  const connection = pipelines(server);
  const bytes = new Map();
  try {
    let cursor = '0';
    do {
      const [[next, names]] = await connection.send([['SCAN', cursor, 'COUNT', COUNT]]);
      cursor = next;
      if (names.length === 0) continue;
      const sizes = await connection.send(names.map((name) => ['MEMORY', 'USAGE', name, 'SAMPLES', '0']));
      for (const [index, name] of names.entries()) {
        const pattern = profile.classify(name)?.family.pattern ?? name;
        bytes.set(pattern, (bytes.get(pattern) ?? 0) + sizes[index]);
      }
    } while (cursor !== '0');
  } finally {
    connection.close();
  }
  return bytes;
}
