/**
 * A program that records requests until it is killed. It writes a letter for each request: when it is handed over, and when it is
 * acknowledged. It ends when its standard input does, so that it never outlives the trial.
 */
import { writeSync } from 'node:fs';
import { loadProfile } from '../../../profile/load.js';
import { MARKS, type RecordingStart } from '../../../trial/scenarios/recording-marks.js';
import { openRecording } from '../../../trial/scenarios/recording.js';

const STDOUT = 1;

async function record({ port, run, scenario, settings }: RecordingStart): Promise<void> {
  const profile = await loadProfile(settings.profile);
  const { load } = await openRecording(port, profile, run, scenario, settings);
  // At once, and not when the process has time for it: what is written is not lost with the process.
  const mark = (letter: string): void => void writeSync(STDOUT, letter);
  await load(settings.requests, new AbortController().signal, {
    handedOver: () => mark(MARKS.handedOver),
    acknowledged: () => mark(MARKS.acknowledged),
  });
}

process.stdin.once('end', () => process.exit()).resume();
await record(JSON.parse(process.argv[2]!) as RecordingStart);
