import type { RecordingScenario, ScenarioSettings } from './model.js';

/** A program that records requests until it is killed, and writes a mark for each. */
export interface RecordingProgram {
  /** Path of Node. */
  node: string;
  path: string;
}

/** What it is told, as JSON in its argument. */
export interface RecordingStart {
  port: number;
  run: string;
  scenario: RecordingScenario;
  settings: ScenarioSettings;
}

/** What it writes for each request, at once. */
export const MARKS = { handedOver: 'h', acknowledged: 'a' };
