import { demoFile } from './support/demo-file.js';
import { redisFile, valkeyFile } from './support/every-kind.js';
import { fuzzTests } from './support/fuzz-cases.js';
import { soundFile } from './support/fuzz.js';

const files = [
  soundFile('every kind of Redis', redisFile()),
  soundFile('every kind of Valkey', valkeyFile()),
  soundFile('demo 1', demoFile(1)),
  soundFile('demo 2', demoFile(2)),
];

fuzzTests(files, 1500);
