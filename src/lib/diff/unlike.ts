/** What differs between two results besides their figures. */
import { says } from '../errors/results.js';
import { applicationText } from '../recognise/words.js';
import type { DiffSide, Unlike } from './model.js';
import { notComparable } from './refuse.js';

type Applications = DiffSide['applications'];

/** Throws if both are of applications, and no application is in both. */
function unlikeApplications(before: Applications, after: Applications): Unlike[] {
  const common = before.filter(({ name }) => after.some((other) => other.name === name));
  if (common.length === 0 && before.length > 0 && after.length > 0)
    throw notComparable(says('other-applications', { before: namesOf(before), after: namesOf(after) }));
  const [names, others] = [namesOf(before), namesOf(after)];
  return [
    ...(names === others ? [] : [{ code: 'applications' as const, params: { before: names, after: others } }]),
    ...common.flatMap((old): Unlike[] => {
      const [from, to] = [applicationText(old), applicationText(after.find(({ name }) => name === old.name)!)];
      return from === to ? [] : [{ code: 'release', params: { before: from, after: to } }];
    }),
  ];
}

const namesOf = (applications: Applications): string =>
  applications
    .map(({ name }) => name)
    .toSorted()
    .join(', ');

/** Throws like `unlikeApplications`. */
export function unlikeSides(before: DiffSide, after: DiffSide): Unlike[] {
  return [
    ...(before.at !== null && after.at !== null && Date.parse(after.at) < Date.parse(before.at)
      ? [{ code: 'order' as const, params: { before: before.at, after: after.at } }]
      : []),
    ...differing('target', before.of ?? '', after.of ?? ''),
    ...unlikeApplications(before.applications, after.applications),
  ];
}

export const differing = <Code extends 'target' | 'source' | 'mode' | 'sizes' | 'databases' | 'settings' | 'provider' | 'period'>(
  code: Code,
  before: string,
  after: string,
): Unlike[] => (before === after ? [] : [{ code, params: { before, after } } as Unlike]);

export const differingOffset = (before: number, after: number): Unlike[] =>
  before === after ? [] : [{ code: 'offset', params: { before, after } }];
