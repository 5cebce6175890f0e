import type { ErrorTexts } from '../../../errors/sayings.js';
import { connection } from './errors/connection.js';
import { session } from './errors/session.js';
import { target } from './errors/target.js';

export const errors: ErrorTexts = { ...connection, ...session, ...target };
