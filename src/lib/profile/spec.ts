/** What names a profile: `NAME`, `NAME@VERSION`, or the path of a YAML file. */
export interface ProfileSpec {
  name: string;
  /** A release, or the name of other figures; `null`: none is named. A file has none. */
  version: string | null;
}

export const isProfilePath = (spec: string): boolean => /[/\\]|\.ya?ml$/i.test(spec);

export function parseSpec(spec: string): ProfileSpec {
  const at = isProfilePath(spec) ? -1 : spec.indexOf('@');
  return at < 0 ? { name: spec, version: null } : { name: spec.slice(0, at), version: spec.slice(at + 1) };
}
