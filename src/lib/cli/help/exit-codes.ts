import { EXIT } from '../../format/errors.js';

/** The meaning of each exit code. */
export const EXIT_CODES: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'done; also when --limit ended the scan (the report says PARTIAL)',
  failure: 'failure',
  usage: 'usage: the command line, or a file that it names, is wrong',
  findings: 'findings at or above --fail-on, an alert, a profile with problems, or a limit that is reached (limits check)',
  refused: 'refused, or a confirmation is missing; nothing was changed',
  connection: 'cannot connect or log in',
  partial:
    'partial: the connection was lost, the server refused, --max-commands was used up, a snapshot is damaged, or an alert was not sent',
  interrupted: 'interrupted; what was seen or done until then is printed',
};
