import { isBracket } from './command-kinds.js';
import type { Flow, FlowCommand } from './flows.js';
import { isPlainRecording } from './recording.js';
import { largest } from '../format/largest.js';

/**
 * The flows with all recording that needs no reply in one script per request. The script calls the same commands, without MULTI
 * and EXEC; one command is sent, with one round trip.
 */
export function inOneScript(flows: readonly Flow[]): Flow[] {
  const plain = flows.filter(isPlainRecording);
  if (plain.length === 0) return [...flows];
  // An event may come with some requests only. The script runs when any of them does, at most once per request.
  const perRequest = largest(plain.map((flow) => flow.perRequest ?? 0));
  const perDay = largest(plain.map((flow) => flow.perDay));
  const call: FlowCommand = {
    command: 'EVALSHA',
    family: null,
    grain: 'none',
    dimensions: [],
    fieldGroup: null,
    count: 1,
    conditional: false,
    inScript: false,
    fields: null,
    missing: false,
  };
  const called = plain.flatMap((flow) =>
    flow.commands
      .filter(({ command }) => !isBracket(command))
      .map((command) => ({ ...command, count: (command.count * flow.perDay) / perDay, inScript: true })),
  );
  return [
    ...flows.filter((flow) => !plain.includes(flow)),
    {
      event: 'recording-script',
      source: plain[0]!.source,
      title: 'one script a request',
      perDay,
      perRequest,
      transport: 'script',
      commands: perDay === 0 ? [call] : [call, ...called],
      evidence: 'read',
      from: 'computed from the commands that the script replaces',
    },
  ];
}
