import { isBracket } from './command-kinds.js';
import type { Flow, FlowCommand } from './flows.js';
import { isPlainRecording } from './recording.js';
import { largest } from '../format/largest.js';

/**
 * The flows with all recording that needs no answer in one script a request. The script calls what was sent before, MULTI and EXEC
 * excepted; one command travels, and somebody waits once.
 */
export function inOneScript(flows: readonly Flow[]): Flow[] {
  const plain = flows.filter(isPlainRecording);
  if (plain.length === 0) return [...flows];
  // An event may happen with some requests only; the script runs whenever one of them does, at most once a request.
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
