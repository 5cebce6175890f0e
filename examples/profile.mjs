// A profile of one's own: which family does a key belong to? node examples/profile.mjs chat:user:alice
import { compileProfile, defineProfile, lintProfile } from 'redis-meter/profiles';

const profile = defineProfile({
  name: 'chat',
  title: 'A chat',
  readFrom: 'the source of the chat',
  families: [
    {
      id: 'user',
      pattern: 'chat:user:{user}',
      type: 'hash',
      fields: { name: 'text' },
      ttl: { expires: false },
      grain: 'none',
      valueClass: 'required',
      role: 'entity',
      breaks: 'The user cannot sign in.',
      examples: ['chat:user:alice'],
    },
  ],
  placeholders: { user: { kind: 'greedy', dimension: 'user' } },
});

for (const { problem } of lintProfile(profile)) console.error(problem);
const [key = 'chat:user:alice'] = process.argv.slice(2);
const found = compileProfile(profile).classify(key);
console.log(found === null ? `${key}: no family` : `${key}: ${found.family.id} ${JSON.stringify(found.captures)}`);
