/** The sentences of a profile in another language, by the ids of what they describe. */
export interface FamilyTexts {
  breaks: string;
  /** Of `keep.reader`. */
  reader?: string;
  /** Of `ttl.note`. */
  ttl?: string;
  /** Of `growth.note`. */
  growth?: string;
  /** Of `leak.note`. */
  leak?: string;
  /** Of `lease.lift`. */
  lift?: string;
  secretInName?: string;
}

export interface SwitchTexts {
  title: string;
  breaks: string;
  dark?: readonly string[];
  from: string;
  otherReading?: string;
  /** Of `readBy.note`. */
  readBy?: string;
}

export interface LimitTexts {
  title: string;
  where: string;
  setIn?: string;
  /** Of a figure that is not in Redis. */
  figure?: string;
  by?: string;
}

export interface ProfileTexts {
  /** Absent: no sentence. */
  readFrom?: string;
  /** A text alone says what is lost with the keys (`breaks`). */
  families: Readonly<Record<string, string | FamilyTexts>>;
  /** By dimension. */
  owners?: Readonly<Record<string, { title: string; breaks?: string; fix?: string }>>;
  /** Signs of releases, by the words of the profile. A sign without words is an identifier, and stays. */
  signs?: Readonly<Record<string, string>>;
  screens?: Readonly<Record<string, string>>;
  switches?: Readonly<Record<string, SwitchTexts>>;
  /** By the ids of events, conditions and figures. `notes`: of conditions. */
  operations?: Readonly<Record<'events' | 'conditions' | 'notes' | 'figures', Readonly<Record<string, string>>>>;
  /** By id; of a limit that a release ended, `ID until RELEASE`. */
  limits?: Readonly<Record<string, LimitTexts>>;
  /** By dimension. */
  entities?: Readonly<Record<string, { title: string; titles: string }>>;
  /** Which requests figures cover, by the words of the profile. */
  figureParts?: Readonly<Record<string, string>>;
  callsKeys?: string;
  usageElsewhere?: string;
}
