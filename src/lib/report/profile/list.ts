/** The built-in profiles. */
import { formatCounted } from '../../format/number.js';
import type { Document } from '../document.js';
import type { Envelope } from '../envelope.js';
import type { ProfileSummary } from './data.js';

export const profilesDocument = ({ data: { profiles } }: Envelope<{ profiles: ProfileSummary[] }>): Document => ({
  title: { text: 'Built-in profiles' },
  blocks: [
    {
      kind: 'table',
      id: 'profiles',
      title: 'Profiles',
      columns: [
        { id: 'profile', title: 'profile', type: 'id' },
        { id: 'oldest', title: 'oldest', type: 'id', only: 'machines' },
        { id: 'newest', title: 'newest', type: 'id', only: 'machines' },
        { id: 'versions', title: 'versions', type: 'text', only: 'people' },
        { id: 'families', title: 'families', type: 'count' },
        { id: 'application', title: 'application', type: 'text' },
      ],
      rows: profiles.map(({ name, versions, families, title }) => ({
        profile: name,
        oldest: versions?.oldest ?? null,
        newest: versions?.newest ?? null,
        versions: versions === null ? '-' : `${versions.oldest} to ${versions.newest}`,
        families,
        application: title,
      })),
    },
  ],
  summary: {
    text: `${formatCounted(profiles.length, 'profile', 'profiles')}; meter profile show PROFILE lists the families of one.`,
  },
});
