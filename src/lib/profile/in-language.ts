/** A profile with its sentences in another language. Ids, patterns and everything that decides stay the same. */
import type { Operations, Switch } from './operations.js';
import type { Figures } from './figures.js';
import type { Limit } from './limits.js';
import type { FamilyTexts, LimitTexts, ProfileTexts, SwitchTexts } from './texts.js';
import type { Family, Fingerprint, Profile } from './types.js';

export function withTexts(
  profile: Profile,
  texts: ProfileTexts,
  words: Required<Pick<Profile, 'signWords' | 'readingWords'>>,
): Profile {
  const { families, fingerprints, upgradeSigns, owners, screens, switches, operations, limits, figures } = profile;
  return {
    ...profile,
    ...words,
    readFrom: texts.readFrom ?? profile.readFrom,
    families: families.map((family) => familyWith(family, texts.families[family.id])),
    ...(fingerprints && { fingerprints: fingerprints.map((sign) => signWith(sign, texts)) }),
    ...(upgradeSigns && {
      upgradeSigns: upgradeSigns.map((upgrade) => ({ ...upgrade, sign: texts.signs?.[upgrade.sign] ?? upgrade.sign })),
    }),
    ...(owners && { owners: owners.map((owner) => ({ ...owner, ...texts.owners?.[owner.dimension] })) }),
    ...(screens && { screens: screens.map((screen) => ({ ...screen, title: texts.screens?.[screen.id] ?? screen.title })) }),
    ...(switches && { switches: switches.map((each) => switchWith(each, texts.switches?.[each.env])) }),
    ...(operations && texts.operations && { operations: operationsWith(operations, texts.operations) }),
    ...(limits && { limits: { ...limits, list: limits.list.map((limit) => limitWith(limit, texts.limits?.[nameOf(limit)])) } }),
    ...(figures && { figures: figuresWith(figures, texts) }),
    ...(texts.callsKeys !== undefined && { callsKeys: texts.callsKeys }),
    ...(texts.usageElsewhere !== undefined && { usageElsewhere: texts.usageElsewhere }),
  };
}

function familyWith(family: Family, given: string | FamilyTexts | undefined): Family {
  if (given === undefined) return family;
  const texts = typeof given === 'string' ? { breaks: given } : given;
  const { ttl, keep, growth, leak, lease } = family;
  return {
    ...family,
    breaks: texts.breaks,
    ...(ttl.expires && texts.ttl !== undefined && { ttl: { ...ttl, note: texts.ttl } }),
    ...(keep && { keep: { ...keep, reader: texts.reader ?? keep.reader } }),
    ...(growth && { growth: { ...growth, note: texts.growth ?? growth.note } }),
    ...(leak && { leak: { ...leak, note: texts.leak ?? leak.note } }),
    ...(lease && { lease: { ...lease, lift: texts.lift ?? lease.lift } }),
    ...(family.secretInName !== undefined && { secretInName: texts.secretInName ?? family.secretInName }),
  };
}

const signWith = (fingerprint: Fingerprint, { signs }: ProfileTexts): Fingerprint => ({
  ...fingerprint,
  sign: signs?.[fingerprint.sign] ?? fingerprint.sign,
});

function figuresWith(figures: Figures, { entities, figureParts }: ProfileTexts): Figures {
  const partOf = (part: string): string => figureParts?.[part] ?? part;
  const { log } = figures;
  return {
    ...figures,
    entities: figures.entities.map((each) => ({ ...each, ...entities?.[each.dimension] })),
    sets: figures.sets.map((set) => (set.part === undefined ? set : { ...set, part: partOf(set.part) })),
    ...(log && { log: { ...log, part: partOf(log.part) } }),
  };
}

const nameOf = ({ id, until }: Limit): string => (until === undefined ? id : `${id} until ${until}`);

function limitWith(limit: Limit, texts: LimitTexts | undefined): Limit {
  if (texts === undefined) return limit;
  const { title, where, setIn, figure, by } = texts;
  return {
    ...limit,
    title,
    where,
    ...(limit.setIn !== undefined && { setIn: setIn ?? limit.setIn }),
    ...(typeof limit.figure === 'string' && { figure: figure ?? limit.figure }),
    by: limit.by === null ? null : (by ?? limit.by),
  };
}

const operationsWith = (
  operations: Operations,
  { events, conditions, notes, figures }: NonNullable<ProfileTexts['operations']>,
): Operations => ({
  ...operations,
  events: operations.events.map((event) => ({ ...event, title: events[event.id] ?? event.title })),
  conditions: operations.conditions.map((each) => ({
    ...each,
    title: conditions[each.id] ?? each.title,
    ...(each.note !== undefined && { note: notes[each.id] ?? each.note }),
  })),
  ...(operations.figures && {
    figures: operations.figures.map((figure) => ({ ...figure, title: figures[figure.id] ?? figure.title })),
  }),
});

function switchWith(each: Switch, texts: SwitchTexts | undefined): Switch {
  if (texts === undefined) return each;
  const { title, breaks, dark, from, otherReading, readBy } = texts;
  return {
    ...each,
    title,
    breaks,
    from,
    ...(dark && { dark }),
    ...(each.otherReading && { otherReading: { ...each.otherReading, title: otherReading ?? each.otherReading.title } }),
    ...(readBy !== undefined &&
      typeof each.readBy === 'object' &&
      'note' in each.readBy && { readBy: { ...each.readBy, note: readBy } }),
  };
}
