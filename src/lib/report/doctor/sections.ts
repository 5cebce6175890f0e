/** Sections of the report of the doctor, so that a wrong name is refused before anything is sent. */
export const DOCTOR_SECTIONS = {
  all: ['problems', 'passed', 'skipped', 'rights', 'checks'],
  tables: ['rights', 'checks'],
} as const;
