/** How long other clients wait: a PING every few milliseconds until standard input ends, then the 99th percentile in ms. */
import { connect } from 'node:net';

const EVERY_MS = 5;
const waits = [];
const socket = connect(Number(process.argv[2]), '127.0.0.1');
socket.setNoDelay(true);
let sentAt = 0;
const ping = () => {
  sentAt = performance.now();
  socket.write('PING\r\n');
};
socket.once('connect', ping);
socket.on('data', () => {
  waits.push(performance.now() - sentAt);
  setTimeout(ping, EVERY_MS);
});
process.stdin.resume();
process.stdin.once('end', () => {
  waits.sort((a, b) => a - b);
  console.log(waits[Math.floor(waits.length * 0.99)]);
  process.exit();
});
