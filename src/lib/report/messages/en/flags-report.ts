/** Titles, heads, labels and sentences of the reports of `meter flags`. */
import { formatCount, formatCounted, formatShare } from '../../../format/number.js';
import type { FlagChange } from '../../../switches/model.js';

const switches = (count: number): string => formatCounted(count, 'switch', 'switches');

const KINDS: Readonly<Record<FlagChange['kind'], string>> = {
  added: 'added',
  changed: 'changed',
  removed: 'removed',
  unchanged: 'no change',
};

export const report = {
  /** Whether the application reads a switch. */
  reads: { yes: 'yes', no: 'no', unknown: 'unknown' },
  list: {
    title: 'Switches of',
    noFile: 'no file: all at their defaults',
    table: 'What each switch saves',
    /** The load of the figures. `data`: `null`: the number of keys is unknown. */
    load: (requestsPerDay: number, data: { keys: number; apiKeys: number } | null): string => {
      const requests = `commands a day, at ${formatCounted(requestsPerDay, 'request', 'requests')} a day`;
      if (data === null) return requests;
      return `${requests}, ${formatCounted(data.keys, 'key', 'keys')} and ${formatCounted(data.apiKeys, 'API key', 'API keys')} (--api-keys)`;
    },
    heads: {
      switch: 'switch',
      value: 'value',
      off: 'saving value',
      alone: 'saves alone',
      inAddition: 'saves in addition',
      perKey: 'saves per key',
      read: 'read',
      because: 'because',
    },
    notes: {
      saves:
        'What a switch saves: the commands a day that are no longer sent when it has its saving value, which is false or a longer interval (--all shows it).',
      overlap:
        'Saves alone: when no other switch is changed. Saves in addition: when the switches above it are changed too. Two switches can stop the same command, so only the figures of the second column add up.',
      noKeys: 'Jobs that walk over all keys are not counted, because the number of keys is not known: give it with --keys N.',
    },
    byDefault: (value: string): string => `${value} (default)`,
    notRead: '(not read)',
    /** `fixed`: what is saved whatever the number of keys; `null`: nothing. */
    perKey: (fixed: string | null, each: string): string => `${fixed === null ? '' : `${fixed} + `}${each} a key`,
    losses: {
      title: 'What each switch turns off',
      dark: (screens: readonly string[]): string => `Screens with no data: ${screens.join(', ')}.`,
      read: (reads: string, because: string): string =>
        `Read by the application: ${reads}${because === '' ? '' : `, ${because}`}.`,
    },
    /** `saved`: `null`: it depends on the number of keys. */
    summary: (of: { read: number; unknown: number; switches: number; saved: { saved: number; of: number } | null }): string => {
      const [them, saves] = of.read === 1 ? ['it', 'it saves'] : ['them', 'they save'];
      const saved =
        of.saved === null
          ? `what ${saves} depends on the number of keys`
          : `turning ${them} off saves ${formatCount(of.saved.saved)} of ${formatCount(of.saved.of)} commands a day${of.saved.saved > 0 ? ` (${formatShare(of.saved.saved / of.saved.of)})` : ''}`;
      return [
        `The application reads ${formatCount(of.read)} of ${switches(of.switches)}${of.read === 0 ? '' : `; ${saved}`}.`,
        ...(of.unknown === 0 ? [] : [`${formatCount(of.unknown)} unknown: see --app-version.`]),
      ].join(' ');
    },
  },
  edit: {
    change: 'Change of',
    settings: 'Settings for',
    table: 'Switches',
    heads: { switch: 'switch', change: 'change', before: 'before', after: 'after' },
    kind: (kind: FlagChange['kind']): string => KINDS[kind],
    notSet: 'not set',
    nothing: 'Nothing to change.',
    question: (file: string): string => `Write this to ${file}?`,
    notWritten: (count: number): string => `Nothing was written: this is what would change, ${switches(count)}.`,
    /** `backup`: the copy of the old file; `null`: none. */
    written: (count: number, file: string, backup: string | null): string =>
      `Changed ${switches(count)} in ${file}.${backup === null ? '' : ` The old file is ${backup}.`} The application reads the file when it starts: restart it.`,
    undo: (command: string): string => `Undo: ${command}`,
    /** The old value cannot be set by a command. */
    undoByHand: (env: string): string => `Undo: set ${env} by hand. Its old value is above; flags set takes no such value.`,
  },
};

export type FlagsReportMessages = typeof report;
