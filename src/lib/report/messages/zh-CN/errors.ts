import type { ErrorTexts } from '../../../errors/sayings.js';
import { alerts } from './errors/alerts.js';
import { archives } from './errors/archives.js';
import { changes } from './errors/changes.js';
import { commandLine } from './errors/command-line.js';
import { connection } from './errors/connection.js';
import { files } from './errors/files.js';
import { profiles } from './errors/profiles.js';
import { results } from './errors/results.js';
import { session } from './errors/session.js';
import { switches } from './errors/switches.js';
import { target } from './errors/target.js';

export const errors: ErrorTexts = {
  ...alerts,
  ...archives,
  ...changes,
  ...commandLine,
  ...connection,
  ...files,
  ...profiles,
  ...results,
  ...session,
  ...switches,
  ...target,
};
