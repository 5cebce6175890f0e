/** The built-in profiles. */
import type { Document } from '../document.js';
import type { Envelope } from '../envelope.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';
import type { ProfileSummary } from './data.js';

export const profilesDocument = (
  { data: { profiles } }: Envelope<{ profiles: ProfileSummary[] }>,
  { profile: { list } }: Messages = en,
): Document => ({
  title: { text: list.title },
  blocks: [
    {
      kind: 'table',
      id: 'profiles',
      title: list.table,
      columns: [
        { id: 'profile', title: list.heads.profile, type: 'id' },
        { id: 'oldest', title: 'oldest', type: 'id', only: 'machines' },
        { id: 'newest', title: 'newest', type: 'id', only: 'machines' },
        { id: 'versions', title: list.heads.versions, type: 'text', only: 'people' },
        { id: 'families', title: list.heads.families, type: 'count' },
        { id: 'application', title: list.heads.application, type: 'text' },
      ],
      rows: profiles.map(({ name, versions, families, title }) => ({
        profile: name,
        oldest: versions?.oldest ?? null,
        newest: versions?.newest ?? null,
        versions: versions === null ? '-' : list.versions(versions.oldest, versions.newest),
        families,
        application: title,
      })),
    },
  ],
  summary: { text: list.summary(profiles.length) },
});
