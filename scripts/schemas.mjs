/** Makes the JSON schemas of all results from their types. With --check it only tells which files are not up to date. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { createGenerator } from 'ts-json-schema-generator';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = `${ROOT}schemas/`;
const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

const generator = createGenerator({
  path: `${ROOT}src/lib/report/results.ts`,
  tsconfig: `${ROOT}tsconfig.json`,
  expose: 'export',
  topRef: false,
  // The compiler checks the types.
  skipTypeCheck: true,
  additionalProperties: false,
});

/** `fix-consistency` is made from the type `FixConsistency`. */
const typeOf = (name) => name.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase());

function schemaOf(name) {
  const { $schema: _, definitions, ...schema } = generator.createSchema(typeOf(name));
  const text = JSON.stringify({ $schema: DRAFT, ...schema, $defs: definitions }, null, 2);
  return text.replaceAll('#/definitions/', '#/$defs/');
}

/** The format of profile files is a schema in the code, and not a type. */
const PROFILE_FILE = 'profile-file';

async function profileFileSchema() {
  const [{ profileSchema }, { toJSONSchema }] = await Promise.all([
    import(`${ROOT}dist/lib/profile/profile-schema.js`),
    import('zod'),
  ]);
  return JSON.stringify(toJSONSchema(profileSchema, { io: 'input', unrepresentable: 'any', target: 'draft-2020-12' }), null, 2);
}

const isCheck = process.argv.includes('--check');
const stale = [];
for (const file of readdirSync(FOLDER)) {
  const name = file.replace(/\.json$/, '');
  const text = name === PROFILE_FILE ? await profileFileSchema() : schemaOf(name);
  // The formatter breaks lines in another way.
  if (isDeepStrictEqual(JSON.parse(readFileSync(FOLDER + file, 'utf8')), JSON.parse(text))) continue;
  stale.push(`schemas/${file}`);
  if (!isCheck) writeFileSync(FOLDER + file, text);
}
if (isCheck && stale.length > 0) {
  console.error(`${stale.join(', ')}: not what the types say. Run: npm run schemas`);
  process.exitCode = 1;
}
